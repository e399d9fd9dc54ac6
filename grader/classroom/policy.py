"""The rules of a course, in one TOML file, and the grades that follow from them."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

from grader.classroom.model import Attempt, ClassRecord, ExerciseInfo, Student, StudentRecord
from grader.kit import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Read = TypeVar("Read")
HOUR, DAY = 3600.0, 86400.0
VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")
ATTEMPTS = ("best", "last")


@dataclass(frozen=True)
class Late:
    """What lateness costs."""

    grace_minutes: float = 0.0
    per_day: float = 0.0
    """The share of the points that each begun day costs, from 0 to 1."""
    at_most: float = 1.0
    """No more than this share is taken off."""
    closes_after_days: float | None = None
    """What comes later counts nothing; None accepts it always."""

    def share(self, seconds: float) -> float:
        """Return the share of the points that is kept so many seconds after the due date."""
        if self.closed(seconds):
            return 0.0
        over = max(0.0, seconds - self.grace_minutes * 60)
        return 1.0 - min(self.at_most, self.per_day * math.ceil(over / DAY))

    def closed(self, seconds: float) -> bool:
        """Whether nothing is accepted any more so many seconds after the due date."""
        over = seconds - self.grace_minutes * 60
        return self.closes_after_days is not None and over > self.closes_after_days * DAY


@dataclass(frozen=True)
class Allowance:
    """What one student may do otherwise."""

    extra_hours: float = 0.0
    excused: frozenset[str] = frozenset()
    """Ids of exercises that do not count for them."""


@dataclass(frozen=True)
class Policy:
    """The rules of a course. Exercises are named by their ids: `"07"`."""

    title: str = ""
    attempt: str = "best"
    counts: frozenset[str] | None = None
    """The exercises that count; None for all."""
    weights: Mapping[str, float] = field(default_factory=dict)
    """How often an exercise's points are counted; 1 where nothing is said."""
    due: Mapping[str, float] = field(default_factory=dict)
    """Seconds since 1970, by exercise."""
    due_for_all: float | None = None
    late: Late = field(default_factory=Late)
    allowances: Mapping[str, Allowance] = field(default_factory=dict)
    """By the key or the email address of a student."""
    visibility: Mapping[str, str] = field(default_factory=dict)
    """By task (`"7.2"`), exercise (`"07"`) or kind of check (`"accuracy"`)."""

    def due_of(self, exercise: str) -> float | None:
        """Return when an exercise is due; None for no date."""
        return self.due.get(exercise, self.due_for_all)

    def allowance_of(self, student: Student) -> Allowance:
        """Return what one student may do otherwise."""
        names = (student.key, student.email)
        return next((self.allowances[n] for n in names if n in self.allowances), Allowance())

    def visibility_of(self, exercise: str, task: str, check: str) -> str:
        """Return who sees a check: the most special rule counts, task before exercise."""
        names = (f"{task} {check}", task, exercise, check)
        return next((self.visibility[n] for n in names if n in self.visibility), "visible")


@dataclass(frozen=True)
class Grade:
    """What one exercise counts for one student."""

    exercise: str
    status: str
    """One of the six statuses, or `"missing"` or `"excused"`."""
    earned: float
    """Points of the attempt that counts, before lateness."""
    points: float
    """After it."""
    max_points: float
    weight: float
    attempt: Attempt | None
    """The one that counts."""
    attempts: int
    late_seconds: float
    """After the due date with this student's extra time; 0 where it was in time."""

    @property
    def provisional(self) -> bool:
        """Whether the grader failed at it."""
        return self.status == "error"


@dataclass(frozen=True)
class Standing:
    """One student's grades, and what they come to."""

    record: StudentRecord
    grades: tuple[Grade, ...]
    """In the order of the exercises that count."""

    @property
    def points(self) -> float:
        """Weighted points."""
        return sum(grade.points * grade.weight for grade in self.grades)

    @property
    def max_points(self) -> float:
        """Weighted points that there are: what a student is excused from is not among them."""
        counted = (grade for grade in self.grades if grade.status != "excused")
        return sum(grade.max_points * grade.weight for grade in counted)

    @property
    def percent(self) -> float:
        """Share of the points, from 0 to 100."""
        return 100 * self.points / self.max_points if self.max_points else 0.0

    @property
    def provisional(self) -> bool:
        """Whether the grader failed at something that counts."""
        return any(grade.provisional for grade in self.grades)


def standings(record: ClassRecord, policy: Policy) -> tuple[Standing, ...]:
    """Return every student's grades under the rules."""
    counted = [e for e in record.exercises if policy.counts is None or e.id in policy.counts]
    return tuple(
        Standing(one, tuple(_grade(one, exercise, policy) for exercise in counted))
        for one in record.students
    )


def strangers(record: ClassRecord, policy: Policy) -> list[str]:
    """Return whom the rules name and the class does not have: slips of a key, most likely."""
    known = {name for one in record.students for name in (one.student.key, one.student.email)}
    return [name for name in policy.allowances if name not in known]


def _grade(record: StudentRecord, exercise: ExerciseInfo, policy: Policy) -> Grade:
    allowance = policy.allowance_of(record.student)
    attempts = record.attempts.get(exercise.slug, ())
    weight = policy.weights.get(exercise.id, 1.0)
    if exercise.id in allowance.excused:
        return Grade(exercise.id, "excused", 0, 0, exercise.max_points, weight, None, 0, 0.0)
    if not attempts:
        return Grade(exercise.id, "missing", 0, 0, exercise.max_points, weight, None, 0, 0.0)
    late = [_late(one, policy.due_of(exercise.id), allowance) for one in attempts]
    judged = [
        _judged(one, exercise, weight, len(attempts), seconds, policy.late.share(seconds))
        for one, seconds in zip(attempts, late)
    ]
    if policy.attempt == "last":  # what came after the closing takes nothing away
        accepted = [g for g in judged if not policy.late.closed(g.late_seconds)]
        return (accepted or judged)[-1]
    grades = [grade for grade in judged if not grade.provisional] or judged
    return max(grades, key=lambda grade: grade.points)


def _late(attempt: Attempt, due: float | None, allowance: Allowance) -> float:
    """Return how many seconds late an attempt is.

    Where only the platform knows that it was late, and not by how much, it is one second, and none
    for a student with extra time: the platform may not know of that.
    """
    if due is None or attempt.handed_in is None:
        return 1.0 if attempt.late and not allowance.extra_hours else 0.0
    return max(0.0, attempt.handed_in - due - allowance.extra_hours * HOUR)


def _judged(
    attempt: Attempt,
    exercise: ExerciseInfo,
    weight: float,
    attempts: int,
    late: float,
    share: float,
) -> Grade:
    current = attempt.current
    report = current.graded.report if current is not None else None
    earned = report.points if report is not None else 0.0
    return Grade(
        exercise.id,
        report.status if report is not None else "error",
        earned,
        earned * share,
        exercise.max_points,
        weight,
        attempt,
        attempts,
        late,
    )


def read_policy(path: Path, exercises: Sequence[ExerciseInfo]) -> Policy:
    """Read the rules of a course. Raises UsageError naming file, key, what was found, expected."""
    try:
        found = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError("usage.policy_unreadable", path=str(path), why=why) from error
    return _Reading(path, exercises).policy(found)


class _Reading:
    """Reads one file of rules, and says of every key that it does not know where it stands."""

    def __init__(self, path: Path, exercises: Sequence[ExerciseInfo]) -> None:
        self._path = path
        self._by_name = {name: e.id for e in exercises for name in (e.id, e.slug, e.id.lstrip("0"))}
        self._tasks = {task for e in exercises for task, *_ in e.tasks}
        self._ids = sorted(e.id for e in exercises)

    def policy(self, found: Mapping[str, Any]) -> Policy:
        known = ("course", "weights", "due", "late", "students", "visibility")
        tables = {name: self._table(found, name, name) for name in known}
        self._only(found, known, "")
        course, due = tables["course"], dict(tables["due"])
        self._only(course, ("title", "attempt", "exercises"), "course")
        for_all = due.pop("all", None)
        return Policy(
            title=self._text(course, "title", "course"),
            attempt=self._one_of(course.get("attempt", "best"), ATTEMPTS, "course.attempt"),
            counts=self._exercises(course.get("exercises"), "course.exercises"),
            weights=self._each(tables["weights"], "weights", self._exercise, self._number),
            due=self._each(due, "due", self._exercise, self._moment),
            due_for_all=None if for_all is None else self._moment(for_all, "due.all"),
            late=self._late(tables["late"]),
            allowances={
                key: self._allowance(self._table(tables["students"], key, f"students.{key}"), key)
                for key in tables["students"]
            },
            visibility=self._each(
                dict(_undotted(tables["visibility"])), "visibility", self._shown, self._visibility
            ),
        )

    def _each(
        self,
        table: Mapping[str, Any],
        where: str,
        name_of: Callable[[object, str], str],
        read: Callable[[object, str], Read],
    ) -> dict[str, Read]:
        """Read a table by exercises; two names of one exercise are refused."""
        entries: dict[str, Read] = {}
        for name, value in table.items():
            meant = name_of(name, where)
            if meant in entries:
                raise self._wrong(f"{where}.{name}", name, f"{where}.{meant}")
            entries[meant] = read(value, f"{where}.{name}")
        return entries

    def _late(self, found: Mapping[str, Any]) -> Late:
        names = ("grace_minutes", "per_day", "at_most", "closes_after_days")
        self._only(found, names, "late")
        numbers = {name: self._number(value, f"late.{name}") for name, value in found.items()}
        for name in ("per_day", "at_most"):
            if numbers.get(name, 0) > 1:
                raise self._wrong(f"late.{name}", found[name], "0 ... 1")
        return Late(**numbers)

    def _allowance(self, found: Mapping[str, Any], key: str) -> Allowance:
        where = f"students.{key}"
        self._only(found, ("extra_hours", "excused"), where)
        hours = self._number(found.get("extra_hours", 0), f"{where}.extra_hours")
        excused = self._exercises(found.get("excused", []), f"{where}.excused")
        return Allowance(hours, excused or frozenset())

    def _table(self, found: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
        table = found.get(name, {})
        if not isinstance(table, dict):
            raise self._wrong(where, table, f"[{where}]")
        return table

    def _only(self, found: Mapping[str, Any], known: Sequence[str], where: str) -> None:
        for name in found:
            if name not in known:
                shown = f"{where}.{name}" if where else name
                raise self._wrong(shown, name, ", ".join(known))

    def _number(self, value: object, where: str) -> float:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            try:
                number = float(value)
            except OverflowError:
                number = math.inf
            if 0 <= number < math.inf:
                return number
        raise self._wrong(where, value, "0, 0.5, 1, ...")

    def _text(self, found: Mapping[str, Any], name: str, where: str) -> str:
        value = found.get(name, "")
        if not isinstance(value, str):
            raise self._wrong(f"{where}.{name}", value, '"..."')
        return value

    def _one_of(self, value: object, known: Sequence[str], where: str) -> str:
        if value not in known:
            raise self._wrong(where, value, ", ".join(f'"{one}"' for one in known))
        return str(value)

    def _visibility(self, value: object, where: str) -> str:
        return self._one_of(value, VISIBILITIES, where)

    def _moment(self, value: object, where: str) -> float:
        """Return seconds since 1970. A day alone ends at its midnight; without an offset, a time
        is this machine's.
        """
        try:
            if isinstance(value, datetime):
                return value.timestamp()
            if isinstance(value, date):
                return datetime.combine(value + timedelta(days=1), time()).timestamp()
        except (OverflowError, OSError, ValueError):  # the year 1, or 9999
            pass
        raise self._wrong(where, value, "2026-11-30, 2026-11-30T23:59:00+09:00")

    def _exercises(self, value: object, where: str) -> frozenset[str] | None:
        if value is None:
            return None
        if not isinstance(value, list):
            raise self._wrong(where, value, '["01", "02"]')
        return frozenset(self._exercise(name, where) for name in value)

    def _exercise(self, name: object, where: str) -> str:
        if not isinstance(name, str) or name not in self._by_name:
            raise self._wrong(where, name, ", ".join(f'"{one}"' for one in self._ids))
        return self._by_name[name]

    def _shown(self, found: object, where: str) -> str:
        """Return what a rule of visibility is about: an exercise, a task, or a kind of check."""
        from grader.reference import CHECKS

        name = str(found)
        if name in self._by_name:
            return self._by_name[name]
        task, _, check = name.lstrip("0").partition(" ")
        if task in self._tasks and check in ("", *CHECKS):
            return f"{task} {check}".rstrip()
        if name in CHECKS:
            return name
        raise self._wrong(where, name, '"07", "7.2", "7.2 accuracy", "accuracy"')

    def _wrong(self, where: str, found: object, expected: str) -> UsageError:
        return UsageError(
            "usage.policy", path=str(self._path), key=where, found=_told(found), expected=expected
        )


def _undotted(table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield a table's entries; TOML takes `7.2 = ` without quotes for a table in a table."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", one) for inner, one in value.items())
        else:
            yield name, value


def _told(value: object) -> str:
    """Return a value as it stands in the file."""
    return (
        str(value)
        if isinstance(value, date)
        else json.dumps(value, ensure_ascii=False, default=str)
    )
