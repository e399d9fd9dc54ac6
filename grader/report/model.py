"""The report as data: findings, tasks, exercises. Words come later, in one of the formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

GRAVITY = ("error", "limit", "fail", "blocked", "todo", "pass")
"""The six statuses, the gravest first."""


def gravest(statuses: Iterable[str]) -> str:
    """Return the gravest of some statuses; `"pass"` of none."""
    return min(statuses, key=GRAVITY.index, default="pass")


@dataclass(frozen=True)
class Finding:
    """The outcome of one check."""

    check: str
    """The kind of check: `"values"`, `"shapes"`; `"remark"` for what costs nothing."""
    status: str
    code: str
    """A key of the message catalogues, `finding.<code>`."""
    points: float
    max_points: float
    data: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON values: what the sentence needs, and `table` where layers are shown."""
    mistake: str | None = None
    """An identifier of the catalogue of mistakes."""
    hint: int | None = None
    """The level of hint that fits the mistake."""
    line: int | None = None
    """The student's line."""
    group: str = ""
    also: str | None = None
    """A second mistake, where it takes two to explain what is wrong."""


@dataclass(frozen=True)
class TaskReport:
    """All findings of one task."""

    id: str
    name: str
    findings: tuple[Finding, ...]
    max_points: float

    @property
    def status(self) -> str:
        """The gravest status of its findings."""
        return gravest(finding.status for finding in self.findings)

    @property
    def points(self) -> float:
        """The points of its findings together."""
        return sum(finding.points for finding in self.findings)


@dataclass(frozen=True)
class ExerciseReport:
    """All tasks of one exercise."""

    id: str
    slug: str
    titles: Mapping[str, str]
    file: str
    tasks: tuple[TaskReport, ...]
    seconds: float = 0.0
    notes: tuple[Finding, ...] = ()
    """What was read with good will: another encoding, a notebook in place of a file."""
    printed: str = ""
    """What the student's code printed, cut."""

    @property
    def status(self) -> str:
        """The gravest status of its tasks."""
        return gravest(task.status for task in self.tasks)

    @property
    def points(self) -> float:
        """The points of its tasks together."""
        return sum(task.points for task in self.tasks)

    @property
    def max_points(self) -> float:
        """The points that there are."""
        return sum(task.max_points for task in self.tasks)


@dataclass(frozen=True)
class Report:
    """All exercises of one submission, with the environment they were judged in."""

    submission: str
    exercises: tuple[ExerciseReport, ...]
    environment: Mapping[str, Any]
    seconds: float

    @property
    def points(self) -> float:
        """The points of all exercises together."""
        return sum(exercise.points for exercise in self.exercises)

    @property
    def max_points(self) -> float:
        """The points that there are."""
        return sum(exercise.max_points for exercise in self.exercises)

    @property
    def provisional(self) -> bool:
        """Whether something could not be judged through the grader's or the machine's fault."""
        return any(exercise.status == "error" for exercise in self.exercises)


def withheld(report: Report) -> bool:
    """Whether the grader failed at all that was begun: whatever score is told would be wrong."""
    statuses = [
        finding.status
        for exercise in report.exercises
        for task in exercise.tasks
        for finding in task.findings
        if finding.max_points
    ]
    return "error" in statuses and set(statuses) <= {"error", "todo"}
