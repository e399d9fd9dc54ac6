"""The rules of a course, in one TOML file, and the grades that follow from them."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from grader.classroom.model import Attempt, ClassRecord, ExerciseInfo, StudentRecord
from grader.kit import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

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
        over = seconds - self.grace_minutes * 60
        if over <= 0:
            return 1.0
        if self.closes_after_days is not None and over > self.closes_after_days * DAY:
            return 0.0
        return 1.0 - min(self.at_most, self.per_day * math.ceil(over / DAY))


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
    visibility: Mapping[str, str] = field(default_factory=dict)
    """By task (`"7.2"`), exercise (`"07"`) or kind of check (`"accuracy"`)."""

    def due_of(self, exercise: str) -> float | None:
        """Return when an exercise is due; None for no date."""
        return self.due.get(exercise, self.due_for_all)

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


def _grade(record: StudentRecord, exercise: ExerciseInfo, policy: Policy) -> Grade:
    allowance = policy.allowances.get(record.student.key, Allowance())
    attempts = record.attempts.get(exercise.slug, ())
    weight = policy.weights.get(exercise.id, 1.0)
    due = policy.due_of(exercise.id)
    if due is not None:
        due += allowance.extra_hours * HOUR
    judged = [_judged(one, exercise, weight, len(attempts), due, policy) for one in attempts]
    if exercise.id in allowance.excused:
        return Grade(exercise.id, "excused", 0, 0, exercise.max_points, weight, None, 0, 0.0)
    if not judged:
        return Grade(exercise.id, "missing", 0, 0, exercise.max_points, weight, None, 0, 0.0)
    if policy.attempt == "last":
        return judged[-1]
    grades = [grade for grade in judged if not grade.provisional] or judged
    return max(grades, key=lambda grade: grade.points)


def _judged(
    attempt: Attempt,
    exercise: ExerciseInfo,
    weight: float,
    attempts: int,
    due: float | None,
    policy: Policy,
) -> Grade:
    current = attempt.current
    report = current.graded.report if current is not None else None
    earned = report.points if report is not None else 0.0
    late = 0.0
    if due is not None and attempt.handed_in is not None:
        late = max(0.0, attempt.handed_in - due)
    if attempt.late and not late and (due is None or attempt.handed_in is None):
        late = 1.0  # the platform knows that it was late, and not by how much
    points = earned * policy.late.share(late)
    status = report.status if report is not None else "error"
    return Grade(
        exercise.id,
        status,
        earned,
        points,
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
        course, due = dict(tables["course"]), dict(tables["due"])
        self._only(course, ("title", "attempt", "exercises"), "course")
        for_all = due.pop("all", None)
        return Policy(
            title=self._text(course, "title", "course"),
            attempt=self._one_of(course.get("attempt", "best"), ATTEMPTS, "course.attempt"),
            counts=self._exercises(course.get("exercises"), "course.exercises"),
            weights={
                self._exercise(name, "weights"): self._number(value, f"weights.{name}")
                for name, value in tables["weights"].items()
            },
            due={
                self._exercise(name, "due"): self._moment(value, f"due.{name}")
                for name, value in due.items()
            },
            due_for_all=None if for_all is None else self._moment(for_all, "due.all"),
            late=self._late(tables["late"]),
            allowances={
                key: self._allowance(self._table(tables["students"], key, f"students.{key}"), key)
                for key in tables["students"]
            },
            visibility={
                self._shown(name): self._one_of(value, VISIBILITIES, f"visibility.{name}")
                for name, value in tables["visibility"].items()
            },
        )

    def _late(self, found: Mapping[str, Any]) -> Late:
        names = ("grace_minutes", "per_day", "at_most", "closes_after_days")
        self._only(found, names, "late")
        numbers = {name: self._number(value, f"late.{name}") for name, value in found.items()}
        for name in ("per_day", "at_most"):
            if numbers.get(name, 0) > 1:
                raise self._wrong(f"late.{name}", numbers[name], "0 ... 1")
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
                shown = f"{where}.{name}".lstrip(".")
                raise self._wrong(shown, name, ", ".join(known))

    def _number(self, value: object, where: str) -> float:
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not number or not 0 <= value < math.inf:  # type: ignore[operator]
            raise self._wrong(where, value, "0 ...")
        return float(value)  # type: ignore[arg-type]

    def _text(self, found: Mapping[str, Any], name: str, where: str) -> str:
        value = found.get(name, "")
        if not isinstance(value, str):
            raise self._wrong(f"{where}.{name}", value, '"..."')
        return value

    def _one_of(self, value: object, known: Sequence[str], where: str) -> str:
        if value not in known:
            raise self._wrong(where, value, ", ".join(f'"{one}"' for one in known))
        return str(value)

    def _moment(self, value: object, where: str) -> float:
        """Return seconds since 1970. A day alone ends at its midnight; without an offset, a time
        is this machine's.
        """
        if isinstance(value, datetime):
            return value.timestamp()
        if isinstance(value, date):
            return datetime.combine(value, time(23, 59, 59)).timestamp()
        raise self._wrong(where, value, "2026-11-30T23:59:00+09:00")

    def _exercises(self, value: object, where: str) -> frozenset[str] | None:
        if value is None:
            return None
        if not isinstance(value, list):
            raise self._wrong(where, value, '["01", "02"]')
        return frozenset(self._exercise(name, where) for name in value)

    def _exercise(self, name: object, where: str) -> str:
        if name not in self._by_name:
            raise self._wrong(where, name, ", ".join(self._ids))
        return self._by_name[str(name)]

    def _shown(self, name: str) -> str:
        """Return what a rule of visibility is about: an exercise, a task, or a kind of check."""
        from grader.reference import CHECKS

        if name in self._by_name:
            return self._by_name[name]
        task, _, check = name.partition(" ")
        if (task in self._tasks and check in ("", *CHECKS)) or name in CHECKS:
            return name
        raise self._wrong("visibility", name, '"07", "7.2", "7.2 accuracy", "accuracy"')

    def _wrong(self, where: str, found: object, expected: str) -> UsageError:
        return UsageError(
            "usage.policy", path=str(self._path), key=where, found=str(found), expected=expected
        )
