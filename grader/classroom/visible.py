"""What a student may see of the grading, by the rules of the course and the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from grader.classroom.policy import HOUR, Grade, Policy, Standing
from grader.report.model import ExerciseReport, Finding, Report, TaskReport


def report_for(
    standing: Standing, policy: Policy, now: float, *, published: bool = False
) -> Report:
    """Return what a student may see of the attempts that count, at a time (seconds since 1970)."""
    allowance = policy.allowance_of(standing.record.student)
    exercises, tier = [], None
    for grade in standing.grades:
        current = grade.attempt.current if grade.attempt is not None else None
        if current is None:
            continue
        tier = tier or current.graded.sandbox
        due = policy.due_of(grade.exercise)
        over = due is not None and now > due + allowance.extra_hours * HOUR
        shown = _shown(current.graded.report, policy, over=over, published=published)
        if shown.tasks or not current.graded.report.tasks:  # of nothing seen, nothing is said
            exercises.append(replace(shown, notes=(*shown.notes, *_lateness(grade))))
    environment = {"sandbox": tier, "protections": ()}
    return Report(standing.record.student.key, tuple(exercises), environment, 0.0)


def _lateness(grade: Grade) -> Iterator[Finding]:
    """Yield what lateness costs: the points of checks are told without it."""
    if grade.points < grade.earned:
        data = {"percent": f"{100 * grade.points / grade.earned:g}"}
        yield Finding("note", "pass", "note.late", 0.0, 0.0, data)


def _shown(
    report: ExerciseReport, policy: Policy, *, over: bool, published: bool
) -> ExerciseReport:
    def sees(task: str, check: str) -> bool:
        rule = policy.visibility_of(report.id, task, check)
        return {
            "visible": True,
            "after_due_date": over or published,
            "after_published": published,
            "hidden": False,
        }[rule]

    tasks = [_task(task, sees) for task in report.tasks]
    kept = (new for old, new in zip(report.tasks, tasks) if new.findings or not old.findings)
    return replace(report, tasks=tuple(kept))


def _task(task: TaskReport, sees: Callable[[str, str], bool]) -> TaskReport:
    findings = tuple(one for one in task.findings if sees(task.id, one.check))
    if len(findings) == len(task.findings):
        return task
    return replace(task, findings=findings, max_points=sum(one.max_points for one in findings))
