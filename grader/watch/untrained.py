"""What a quick check leaves out: the checks that wait for a training stand in its report, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from grader import spec
from grader.judge.blanket import left_out_untrained
from grader.kit import Kit
from grader.reference import FrozenTask, Reference, check_kind
from grader.report.model import ExerciseReport, Finding, Report, TaskReport
from grader.submission import read_submission, read_tree, untouched

WAITS = "accuracy.waits"
CODES = {"pass": WAITS, "todo": "todo"}
"""What is told of a check that waits, by the status of its task without it."""


def with_untrained(report: Report, kit: Kit, effort: str, only: str | None = None) -> Report:
    """Return a report for which nothing was trained with the checks that wait for a training.

    `only` is the one task that was asked for; None where all were.
    """
    exercises = (_untrained(one, kit, effort, only) for one in report.exercises)
    return replace(report, exercises=tuple(exercises))


def _untrained(exercise: ExerciseReport, kit: Kit, effort: str, only: str | None) -> ExerciseReport:
    reference = kit.load(exercise.slug, answers=False)
    known = {task.id: task for task in exercise.tasks}
    tasks = []
    for task in reference.tasks:
        later = left_out_untrained(task, effort)
        if task.id in known:
            tasks.append(_waiting(known[task.id], known[task.id].status, later))
        elif later and only in (None, task.id):  # of one that is only trained nothing was said
            empty = TaskReport(task.id, task.name, (), 0.0)
            tasks.append(_waiting(empty, _begun(task, exercise, reference), later))
    return replace(exercise, tasks=tuple(tasks))


def _waiting(task: TaskReport, status: str, later: Sequence[spec.Check]) -> TaskReport:
    """Return a task's report with a finding for each check that waits; `status` is the task's."""
    waits = [
        Finding(
            check_kind(one),
            "todo" if status == "todo" else "blocked",
            CODES.get(status, "blocked.same_cause"),
            0.0,
            one.points,
            group=one.group,
        )
        for one in later
    ]
    points = task.max_points + sum(one.points for one in later)
    return replace(task, findings=(*task.findings, *waits), max_points=points)


def _begun(task: FrozenTask, exercise: ExerciseReport, reference: Reference) -> str:
    """Return the status of a task of which nothing was run: begun, open, or not to be read."""
    path = Path(exercise.file)
    submission = read_submission(path.parent, path.name, reference.names, reference.stub)
    if submission.problem is not None or task.name in submission.broken:
        return "fail"
    same = untouched(submission.tree(), read_tree(reference.stub), task.name)
    return "todo" if same else "pass"


def to_be_trained(report: Report) -> bool:
    """Whether a task has all right that needs no training, and waits for its own."""
    tasks = [task for exercise in report.exercises for task in exercise.tasks]
    return any(finding.code == WAITS for task in tasks for finding in task.findings)
