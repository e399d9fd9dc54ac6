"""What a quick check leaves out: the checks that wait for a training stand in its report, too."""

from __future__ import annotations

from dataclasses import replace

from grader.judge.blanket import left_out_untrained
from grader.kit import Kit
from grader.reference import check_kind
from grader.report.model import ExerciseReport, Finding, Report


def with_untrained(report: Report, kit: Kit, effort: str) -> Report:
    """Return a report for which nothing was trained with the checks that wait for a training."""
    return replace(report, exercises=tuple(_untrained(e, kit, effort) for e in report.exercises))


def _untrained(exercise: ExerciseReport, kit: Kit, effort: str) -> ExerciseReport:
    tasks = []
    frozen = {task.id: task for task in kit.load(exercise.slug, answers=False).tasks}
    for task in exercise.tasks:
        later = left_out_untrained(frozen[task.id], effort)
        status = {"pass": "blocked", "todo": "todo"}.get(task.status, "blocked")
        code = {"pass": "accuracy.waits", "todo": "todo"}.get(task.status, "blocked.same_cause")
        waits = [
            Finding(check_kind(one), status, code, 0.0, one.points, group=one.group)
            for one in later
        ]
        points = task.max_points + sum(one.points for one in later)
        tasks.append(replace(task, findings=(*task.findings, *waits), max_points=points))
    return replace(exercise, tasks=tuple(tasks))
