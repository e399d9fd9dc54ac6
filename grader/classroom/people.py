"""The students of a class page: how they are called, their table, and each one's own page."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.classroom.model import ExerciseInfo, Trouble
from grader.classroom.parts import (
    SYMBOLS,
    Cell,
    Column,
    Row,
    Table,
    Words,
    count,
    moment,
    points_of,
)
from grader.classroom.policy import Grade, Standing
from grader.report.model import ExerciseReport, TaskReport
from grader.report.words import questions, sentence

LONGEST = 700
"""Characters of one sentence: what an exception says can be a book."""
SILENT = ("pass", "todo", "blocked.same_cause")
"""Codes of findings that say nothing beyond their status."""


class People:
    """The students in one language; without names they are numbers in the order given."""

    def __init__(
        self,
        words: Words,
        standings: Sequence[Standing],
        exercises: Mapping[str, ExerciseInfo],
        anonymous: bool,
    ) -> None:
        self._words = words
        self._t = words.t
        self._standings = standings
        self._exercises = exercises
        self._anonymous = anonymous
        self._people = self._named()

    def _named(self) -> dict[str, Cell]:
        """Return what each student is called, by key. Equal names have their keys beside them."""
        students = [one.record.student for one in self._standings]
        names = Counter(student.shown for student in students)
        people = {}
        for place, student in enumerate(students, 1):
            name = student.shown
            if self._anonymous:
                name = self._t("number", number=place)
            elif names[name] > 1 and name != student.key:
                name = f"{name} ({student.key})"
            people[student.key] = Cell(name, href=f"s{place}")
        return people

    def who(self, keys: Sequence[str]) -> list[Cell]:
        """Return some students by their keys."""
        return [self._people[key] for key in keys]

    def table(self) -> Table:
        """Return a row for each student."""
        named = not self._anonymous
        grades = self._standings[0].grades if self._standings else ()
        extra = [Column(self._t("key"), "text")] if named else []
        columns = (
            Column(self._t("student"), "text"),
            *extra,
            Column(self._t("total")),
            Column(self._t("points")),
            Column(self._t("handed_in")),
            Column(self._t("late_count")),
            *(Column(grade.exercise) for grade in grades),
        )
        rows = tuple(self._person(one, place) for place, one in enumerate(self._standings, 1))
        return Table(self._t("people"), columns, rows)

    def _person(self, one: Standing, place: int) -> Row:
        student = one.record.student
        handed = sum(grade.attempt is not None for grade in one.grades)
        late = sum(grade.late_seconds > 0 for grade in one.grades)
        person = self._people[student.key]
        named = (Cell(student.shown, href=person.href), Cell(student.key))
        cells = (
            *((person,) if self._anonymous else named),
            self._total(one),
            Cell(points_of(one.points), round(one.points, 4)),
            count(handed),
            count(late),
            *map(self._grade_cell, one.grades),
        )
        return Row(cells, id=f"r{place}")

    def _total(self, one: Standing) -> Cell:
        shown = f"{one.percent:.1f}%"
        mark = f"{SYMBOLS['error']} " if one.provisional else ""
        told = self._t("provisional_mark") if one.provisional else ""
        return Cell(mark + shown, round(one.percent, 4), told=told)

    def _grade_cell(self, grade: Grade) -> Cell:
        word = self._words.status(grade.status)
        if grade.attempt is None:
            return Cell(SYMBOLS[grade.status], "", status=grade.status, told=word)
        shown = f"{SYMBOLS[grade.status]} {points_of(grade.points)}"
        return Cell(shown, round(grade.points, 4), status=grade.status, told=word)

    def own(self, one: Standing) -> dict[str, Any]:
        """Return all that a student's own page shows."""
        student = one.record.student
        person = self._people[student.key]
        return {
            "id": person.href,
            "row": f"r{person.href[1:]}",
            "name": person.text,
            "facts": list(self._facts(one)),
            "troubles": [] if self._anonymous else [self._trouble(x) for x in one.record.troubles],
            "table": self._own_table(one, person.text),
            "parts": [part for grade in one.grades for part in self._part(grade)],
        }

    def _facts(self, one: Standing) -> Iterator[tuple[str, str]]:
        student = one.record.student
        yield self._t("total"), f"{one.percent:.1f}%"
        yield self._t("points"), f"{points_of(one.points)} / {points_of(one.max_points)}"
        if one.provisional:
            yield self._t("status"), self._t("provisional_mark")
        if not self._anonymous:
            more = (("key", student.key), ("email", student.email), ("section", student.section))
            yield from ((self._t(label), text) for label, text in more if text)

    def _trouble(self, trouble: Trouble) -> str:
        if self._words.messages.has("class", trouble.code):
            return _cut(self._words.messages.text("class", trouble.code, trouble.data))
        return _cut(" · ".join((trouble.code, *trouble.data.values())))

    def _own_table(self, one: Standing, name: str) -> Table:
        columns = (
            Column(self._t("exercise"), "text"),
            Column(self._t("exercise_title"), "text", wide=True),
            Column(self._t("status"), "text"),
            Column(self._t("points")),
            Column(self._t("handed_in_at"), "text"),
            Column(self._t("attempts")),
        )
        return Table(name, columns, tuple(self._own_row(grade) for grade in one.grades))

    def _own_row(self, grade: Grade) -> Row:
        word = f"{SYMBOLS[grade.status]} {self._words.status(grade.status)}"
        cells = (
            Cell(grade.exercise),
            Cell(self._words.title(self._exercises[grade.exercise])),
            Cell(word, status=grade.status),
            Cell(
                f"{points_of(grade.points)} / {points_of(grade.max_points)}", round(grade.points, 4)
            ),
            self._handed_in(grade),
            count(grade.attempts),
        )
        return Row(cells)

    def _handed_in(self, grade: Grade) -> Cell:
        """Show when an attempt was handed in, and how late; without names only how late."""
        at = grade.attempt.handed_in if grade.attempt is not None else None
        parts = [] if at is None or self._anonymous else [moment(at)]
        if grade.late_seconds > 60:
            parts.append(self._t("late_by", span=self._words.span(grade.late_seconds)))
        elif grade.late_seconds:
            parts.append(self._t("late"))
        return Cell(" · ".join(parts))

    def _part(self, grade: Grade) -> Iterator[dict[str, Any]]:
        """Yield what there is to say of one exercise of a student."""
        report = _report(grade)
        if report is None:
            return
        told = [(task, self._lines(task)) for task in report.tasks]
        if any(lines or task.status != "pass" for task, lines in told):
            title = self._words.title(self._exercises[grade.exercise])
            tasks = [self._own_task(task, lines) for task, lines in told]
            yield {"title": f"{grade.exercise} · {title}", "tasks": tasks}

    def _own_task(self, task: TaskReport, lines: Sequence[str]) -> dict[str, Any]:
        return {
            "id": task.id,
            "name": task.name,
            "status": task.status,
            "word": f"{SYMBOLS[task.status]} {self._words.status(task.status)}",
            "points": f"{points_of(task.points)} / {points_of(task.max_points)}",
            "lines": lines,
        }

    def _lines(self, task: TaskReport) -> list[str]:
        """Return what a task's findings say; without names only the questions of the catalogue,
        since the facts may hold what a student wrote.
        """
        spoken = [finding for finding in task.findings if finding.code not in SILENT]
        if self._anonymous:
            asked = (question for f in spoken for question in questions(f, self._words.messages))
            return list(dict.fromkeys(asked))
        return list(
            dict.fromkeys(_cut(sentence(finding, self._words.messages)) for finding in spoken)
        )


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _report(grade: Grade) -> ExerciseReport | None:
    current = grade.attempt.current if grade.attempt is not None else None
    return current.graded.report if current is not None else None


def by_rank(standings: Sequence[Standing]) -> list[Standing]:
    """Return students by their totals; equal ones in an order that nobody can work out, so that a
    number tells no more than the rank that the page shows anyway.
    """
    shuffled = random.SystemRandom().sample(list(standings), len(standings))
    return sorted(shuffled, key=lambda one: -one.percent)
