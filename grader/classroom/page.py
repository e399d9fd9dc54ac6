"""The class page: one file of HTML that needs no network, no script and no other file."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from grader.classroom import figures
from grader.classroom.analysis import (
    LEAST_FOR_DISCRIMINATION,
    VERDICTS,
    Analysis,
    Contest,
    ExerciseFigures,
    Item,
    MistakeFigures,
    SharedNetwork,
    TaskCurves,
    TaskFigures,
    analyse,
)
from grader.classroom.model import ClassRecord
from grader.classroom.parts import (
    NONE,
    SYMBOLS,
    Cell,
    Column,
    Drawing,
    Row,
    Table,
    Words,
    count,
    moment,
    percent,
)
from grader.classroom.people import People, by_rank
from grader.classroom.policy import Policy, Standing
from grader.messages import Messages
from grader.report.pages import environment

TEMPLATES = Path(__file__).resolve().parent / "templates"
LOW = 0.2
"""A discrimination below it is usually called poor."""
HARD, EASY = 0.3, 0.95
FIRST = 10
"""So many of a long list are shown at once."""


_STATUSES = ("pass", "fail", "limit", "error", "blocked", "todo")


def page(
    record: ClassRecord,
    standings: Sequence[Standing],
    policy: Policy,
    messages: Messages,
    *,
    made_at: float,
    anonymous: bool = False,
) -> str:
    """Return the page of a class. `made_at` is in seconds since 1970, shown in this machine's time.

    With `anonymous`, students are numbered by rank (by chance where they are equal), and what could
    tell who they are is left out: what they wrote, when they handed in, who shares a network.
    """
    view = _Page(record, standings, policy, messages, anonymous)
    script = _read("class.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    told = environment(TEMPLATES).get_template("class.html").render(
        **view.everything(),
        t=Words(messages).t,
        language=messages.language,
        anonymous=anonymous,
        made=moment(made_at),
        style=Markup(_read("class.css")),
        script=Markup(script),
        script_hash=f"sha256-{digest}",
    )  # fmt: skip
    return _CONTROL.sub("\ufffd", told)


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What no page may hold: control characters, and halves of characters, which cannot be encoded."""


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


class _Page:
    """Turns the figures of one class into rows, sentences and drawings in one language."""

    def __init__(
        self,
        record: ClassRecord,
        standings: Sequence[Standing],
        policy: Policy,
        messages: Messages,
        anonymous: bool,
    ) -> None:
        self._words = Words(messages)
        self._t = self._words.t
        self._policy = policy
        self._anonymous = anonymous
        self._standings = by_rank(standings) if anonymous else list(standings)
        self._figures = analyse(record, self._standings, policy)
        self._exercises = {one.id: one for one in record.exercises}
        self._people = People(self._words, self._standings, self._exercises, anonymous)

    def everything(self) -> dict[str, Any]:
        """Return all that the template asks for."""
        data = self._figures
        found = {
            "title": self._policy.title or self._t("title"),
            "cards": self._cards(data),
            "provisional": self._people.who(data.overview.provisional),
            **self._distribution(data),
            **self._exercise_section(data),
            "check_tables": [self._check_table(one) for one in data.exercises if one.handed_in],
            **self._mistake_section(data),
            **self._item_section(data),
            **self._time_section(data),
            **self._network_section(data),
            "curves": [self._curves(place, one) for place, one in enumerate(data.curves)],
            "contests": [self._contest(place, one) for place, one in enumerate(data.contests)],
            "people_table": self._people.table(),
            "symbols": [(symbol, self._words.status(status)) for status, symbol in SYMBOLS.items()],
            "owns": [self._people.own(one) for one in self._standings],
        }
        return {**found, "contents": self._contents(bool(found["contests"]))}

    def _contents(self, with_capstone: bool) -> list[tuple[str, str]]:
        ids = ["overview", "distribution", "exercises", "checks", "mistakes", "items", "time",
               "networks", "curves", "capstone", "people"]  # fmt: skip
        return [(id, self._t(id)) for id in ids if id != "capstone" or with_capstone]

    def _cards(self, data: Analysis) -> list[tuple[str, str]]:
        lying = data.overview.percent
        mean, median = NONE, NONE
        if lying is not None:
            mean = f"{lying.mean:.1f}%"
            median = f"{lying.median:.1f}%"
        return [
            (self._t("students"), str(data.overview.students)),
            (self._t("took_part"), str(data.overview.handed_in)),
            (self._t("mean"), mean),
            (self._t("median"), median),
            (self._t("provisional"), str(len(data.overview.provisional))),
        ]

    def _distribution(self, data: Analysis) -> dict[str, Any]:
        lying = data.overview.percent
        if lying is None:
            return {"distribution": None, "distribution_notes": []}
        counts = [a + b for a, b in zip(data.distribution.final, data.distribution.provisional)]
        svg = figures.distribution(
            "distribution",
            self._t("distribution"),
            self._t("distribution_told", counts=", ".join(map(str, counts))),
            data.distribution,
            (self._t("distribution_axis"), self._t("distribution_count")),
        )
        low, high = f"{lying.low:.0f}", f"{lying.high:.0f}"
        notes = [self._t("distribution_note", low=low, high=high, count=lying.count)]
        absent = data.overview.students - data.overview.handed_in
        if absent:
            notes.append(self._t("distribution_absent", count=absent))
        if any(data.distribution.provisional):
            notes.append(self._t("distribution_hatched"))
        return {"distribution": Drawing(Markup(svg)), "distribution_notes": notes}

    # Exercises and checks.

    def _exercise_section(self, data: Analysis) -> dict[str, Any]:
        if not data.exercises or not data.overview.students:
            return {"exercises": None, "legend": [], "exercise_table": None}
        svg = figures.statuses(
            "exercises",
            self._t("exercises"),
            self._t("exercises_told"),
            [(one.id, one) for one in data.exercises],
            self._t("exercises_axis"),
        )
        legend = [(Markup(figures.swatch(s)), self._words.status(s)) for s in figures.STACK]
        return {
            "exercises": Drawing(Markup(svg)),
            "legend": legend,
            "exercise_table": self._exercise_table(data.exercises),
        }

    def _exercise_table(self, exercises: Sequence[ExerciseFigures]) -> Table:
        columns = (
            Column(self._t("exercise"), "text"),
            Column(self._t("exercise_title"), "text", wide=True),
            Column(self._t("handed_in")),
            Column(self._t("late_count")),
            *self._status_columns(),
            Column(self._t("share")),
        )
        rows = (
            Row(
                (
                    Cell(one.id),
                    Cell(self._words.title(self._exercises[one.id])),
                    Cell(f"{one.handed_in} / {one.students}", one.handed_in),
                    count(one.late),
                    *self._status_cells(one.statuses),
                    percent(one.share),
                )
            )
            for one in exercises
        )
        return Table(self._t("exercises"), columns, tuple(rows))

    def _status_columns(self) -> tuple[Column, ...]:
        return tuple(Column(self._words.status(status)) for status in _STATUSES)

    def _status_cells(self, statuses: Mapping[str, int]) -> tuple[Cell, ...]:
        return tuple(count(statuses.get(status, 0)) for status in _STATUSES)

    def _check_table(self, exercise: ExerciseFigures) -> Table:
        title = self._words.title(self._exercises[exercise.id])
        columns = (
            Column(self._t("task"), "text"),
            Column(self._t("function"), "text"),
            Column(self._t("check"), "text"),
            Column(self._t("success")),
            *self._status_columns(),
        )
        rows = (row for task in exercise.tasks for row in self._check_rows(task))
        return Table(f"{exercise.id} · {title}", columns, tuple(rows))

    def _check_rows(self, task: TaskFigures) -> Iterator[Row]:
        name = Cell(f"`{task.name}`", task.name)
        whole = (
            Cell(task.id),
            name,
            Cell(self._t("whole_task")),
            self._success(task.statuses),
        )
        yield Row((*whole, *self._status_cells(task.statuses)), whole=True)
        for one in task.checks:
            check = self._words.check(one.check)
            told = Cell(f"{check} · {one.group}" if one.group else check)
            cells = (Cell(task.id), name, told, self._success(one.statuses))
            yield Row((*cells, *self._status_cells(one.statuses)))

    def _success(self, statuses: Mapping[str, int]) -> Cell:
        judged = sum(statuses.get(one, 0) for one in VERDICTS)
        return percent(statuses.get("pass", 0) / judged if judged else None)

    # Mistakes and items.

    def _mistake_section(self, data: Analysis) -> dict[str, Any]:
        told = [self._mistake(one) for one in data.mistakes]
        return {"mistakes": told[:FIRST], "more_mistakes": told[FIRST:]}

    def _mistake(self, one: MistakeFigures) -> dict[str, Any]:
        return {
            "task": one.task,
            "name": one.name,
            "count": self._t("made_by", count=len(one.students), all=one.tried),
            "percent": f"{100 * one.share:.1f}",
            "question": self._words.messages.text("mistake", one.mistake),
            "students": self._people.who(one.students),
            "earlier": self._people.who(one.earlier),
            "earlier_told": self._t("made_earlier", count=len(one.earlier)),
        }

    def _item_section(self, data: Analysis) -> dict[str, Any]:
        columns = (
            Column(self._t("task"), "text"),
            Column(self._t("function"), "text"),
            Column(self._t("tried")),
            Column(self._t("difficulty")),
            Column(self._t("discrimination")),
            Column(self._t("note"), "text"),
        )
        table = Table(self._t("items"), columns, tuple(self._item(one) for one in data.items))
        known = [one for one in data.items if one.discrimination is not None]
        low = [one.task for one in known if (one.discrimination or 0.0) < LOW]
        svg = Markup("")
        if known:
            told = self._t("items_told", low=LOW, tasks=", ".join(low) or NONE)
            axes = (self._t("items_axis"), self._t("items_up"))
            svg = Markup(figures.items("items", self._t("items"), told, known, axes, LOW))
        return {
            "item_table": table,
            "items": Drawing(svg) if svg else None,
            "low": LOW,
            "low_tasks": ", ".join(low),
            "least": LEAST_FOR_DISCRIMINATION,
        }

    def _item(self, one: Item) -> Row:
        discrimination = Cell(NONE, "")
        if one.discrimination is not None:
            shown = f"{one.discrimination:.2f}".replace("-", "−")
            discrimination = Cell(shown, round(one.discrimination, 4))
        cells = (
            Cell(one.task),
            Cell(f"`{one.name}`", one.name),
            count(one.tried),
            percent(one.difficulty),
            discrimination,
            Cell(" · ".join(self._remarks(one))),
        )
        return Row(cells)

    def _remarks(self, one: Item) -> Iterator[str]:
        if one.difficulty < HARD:
            yield self._t("item_hard")
        if one.difficulty > EASY:
            yield self._t("item_easy")
        if one.discrimination is not None and one.discrimination < LOW:
            yield self._t("item_against" if one.discrimination < 0 else "item_low")

    # Time.

    def _time_section(self, data: Analysis) -> dict[str, Any]:
        svg = Markup("")
        if data.handing_in:
            svg = Markup(
                figures.handing_in(
                    "time",
                    self._t("time"),
                    self._t("time_told"),
                    data.handing_in,
                    self._t("time_axis"),
                    self._t("time_due"),
                )
            )
        return {"time": Drawing(svg) if svg else None, "time_table": self._time_table(data)}

    def _time_table(self, data: Analysis) -> Table:
        handed = {one.exercise: one for one in data.handing_in}
        columns = (
            Column(self._t("exercise"), "text"),
            Column(self._t("due"), "text"),
            Column(self._t("median_handed_in")),
            Column(self._t("late_count")),
            Column(self._t("grading")),
            Column(self._t("grading_most")),
            Column(self._t("grading_total")),
        )
        rows = []
        for one in data.efforts:
            own, due = handed.get(one.exercise), self._policy.due_of(one.exercise)
            cells = (
                Cell(one.exercise),
                Cell(NONE if due is None else moment(due), due or ""),
                self._words.against_due(own.spread.median) if own else Cell(NONE, ""),
                count(own.late) if own else Cell(NONE, ""),
                *map(self._words.seconds, (one.seconds.median, one.seconds.most, one.total)),
            )
            rows.append(Row(cells))
        return Table(self._t("time"), columns, tuple(rows))

    # Networks and training.

    def _network_section(self, data: Analysis) -> dict[str, Any]:
        """Split them: first those that no known mistake accounts for."""
        told = [self._network(one) for one in data.networks if not one.mistakes]
        explained = [self._network(one) for one in data.networks if one.mistakes]
        return {
            "networks": told[:FIRST],
            "more_networks": told[FIRST:],
            "explained_networks": explained,
        }

    def _network(self, one: SharedNetwork) -> dict[str, Any]:
        why = "networks_unexplained"
        if one.mistakes:
            why = "networks_mistake"
        elif one.passing:
            why = "networks_open"
        sizes = {"layers": one.layers, "parameters": f"{one.parameters:,}"}
        return {
            "task": one.task,
            "name": one.name,
            "count": self._t("made_by", count=len(one.students), all=one.built),
            "percent": f"{100 * len(one.students) / one.built:.1f}",
            "size": self._t("networks_size", different=one.different, **sizes),
            "why": self._t(why),
            "questions": [self._words.messages.text("mistake", name) for name in one.mistakes],
            "students": [] if self._anonymous else self._people.who(one.students),
        }

    def _curves(self, place: int, one: TaskCurves) -> Drawing:
        caption = f"{one.task} {one.name}"
        passed = sum(curve.passed for curve in one.curves)
        told = self._t("curves_told", passed=passed, failed=len(one.curves) - passed)
        axes = (self._t("curves_epoch"), self._t("curves_loss"))
        return Drawing(Markup(figures.curves(f"curves{place}", caption, told, one, axes)), caption)

    def _contest(self, place: int, one: Contest) -> tuple[Drawing, Table]:
        parameters = [point.parameters for point in one.reached]
        accuracies = [point.accuracy for point in one.reached]
        told = self._t(
            "capstone_told",
            count=len(one.reached),
            least=f"{min(parameters, default=0):,}",
            most=f"{max(parameters, default=0):,}",
            low=f"{min(accuracies, default=0.0):.3f}",
            high=f"{max(accuracies, default=0.0):.3f}",
        )
        svg = figures.contest(
            f"capstone{place}",
            self._t("capstone"),
            told,
            one,
            (self._t("capstone_axis"), self._t("capstone_accuracy")),
            lambda tier: self._t("capstone_bar", tier=tier, bar=f"{one.bars[tier - 1]:g}"),
        )
        return Drawing(Markup(svg), f"{one.task} {one.name}"), self._contest_table(one)

    def _contest_table(self, one: Contest) -> Table:
        columns = (
            Column(self._t("student"), "text"),
            Column(self._t("parameters")),
            Column(self._t("accuracy")),
            Column(self._t("tier")),
        )
        best = sorted(one.reached, key=lambda point: (-point.accuracy, point.parameters))
        rows = (
            Row(
                (
                    *self._people.who([point.student]),
                    Cell(f"{point.parameters:,}", point.parameters),
                    Cell(f"{point.accuracy:.3f}", point.accuracy),
                    Cell(str(point.tier) if point.tier else NONE, point.tier),
                )
            )
            for point in best
        )
        return Table(f"{self._t('capstone')}: {one.task}", columns, tuple(rows))
