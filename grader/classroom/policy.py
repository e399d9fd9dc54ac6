"""The rules of a course, and the grades that follow from them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from grader.classroom.model import Attempt, ClassRecord, ExerciseInfo, Student, StudentRecord

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
    unsettled: bool = False
    """Whether another attempt, which the grader failed at, may be worth more."""

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
        """Whether the grader failed at something that counts, or may count."""
        return any(grade.provisional or grade.unsettled for grade in self.grades)


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
    best = max(grades, key=lambda grade: grade.points)
    failed = any(grade.provisional for grade in judged)
    return replace(best, unsettled=failed and best.points < exercise.max_points)


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
