"""Tasks that nothing was run for: untouched, or in a file that cannot be read.

Imports neither NumPy nor the rest of the judge, so that a fresh checkout is answered at once.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from grader import spec
from grader.reference import FrozenTask, check_kind
from grader.report.model import Finding, TaskReport
from grader.submission import Problem, Submission

Blanket = tuple[str, Problem]
"""A status and why."""


def asked_checks(task: FrozenTask, effort: str) -> list[spec.Check]:
    """Return the checks of a task that are asked with an effort: "none", "standard" or "full"."""
    return [check for check in task.checks if _is_asked(check, effort)]


def left_out_untrained(task: FrozenTask, effort: str) -> list[spec.Check]:
    """Return the checks that are asked with an effort, and left out where nothing is trained."""
    return [check for check in asked_checks(task, effort) if not _is_asked(check, "none")]


def with_asked_cases(task: FrozenTask, effort: str) -> FrozenTask:
    """Return a task without the cases that none of its asked checks looks at."""
    groups: set[str] = set()
    for check in asked_checks(task, effort):
        groups |= {check.group, getattr(check, "beside", "") or check.group}
    if "" in groups:
        return task
    return replace(task, cases=tuple(case for case in task.cases if case.group in groups))


def _is_asked(check: spec.Check, effort: str) -> bool:
    if isinstance(check, spec.Accuracy) and check.only_full:
        return effort == "full"
    return effort != "none" or not isinstance(check, (spec.Accuracy, spec.Trained))


def blanket(task: FrozenTask, submission: Submission, todo: Collection[str]) -> Blanket | None:
    """Return the status of all checks of a task where nothing of it was run."""
    if submission.problem is not None:
        return "fail", _with_exercise(submission.problem, task)
    if task.name in submission.broken:
        return "fail", submission.broken[task.name]
    if task.id in todo:
        return "todo", Problem("todo")
    return None


def _with_exercise(problem: Problem, task: FrozenTask) -> Problem:
    """Add which exercise's stub may be brought back where a file is missing."""
    if problem.code != "file.missing":
        return problem
    exercise = task.id.partition(".")[0].zfill(2)
    return replace(problem, data={**problem.data, "exercise": exercise})


def blanket_report(task: FrozenTask, why: Blanket, effort: str) -> TaskReport:
    """Return the report of a task that nothing was run for."""
    checks = asked_checks(task, effort)
    points = sum(check.points for check in checks)
    return TaskReport(task.id, task.name, tuple(same_for_all(checks, why)), points)


def same_for_all(checks: Sequence[spec.Check], why: Blanket) -> list[Finding]:
    """Return one finding for each check: the first says why, the others follow from it."""
    status, problem = why
    findings = []
    for index, check in enumerate(checks):
        follows = index > 0 and status != "todo"
        findings.append(
            Finding(
                check_kind(check),
                "blocked" if follows else status,
                "blocked.same_cause" if follows else problem.code,
                0.0,
                check.points,
                {} if follows else problem.data,
                line=None if follows else problem.line,
                group=check.group,
            )
        )
    return findings
