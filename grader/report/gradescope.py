"""The report as Gradescope's `results.json`.

Gradescope knows points and nothing else, so three things are settled here:

- What the grader failed at has no score, is told at the very beginning, and is left out of the
  total. Where nothing at all could be graded there is no result: Gradescope then says that the
  autograder failed, and the submission waits to be run again.
- What a hidden check found is said in its own test only: the text for the whole submission, which
  everybody sees, is silent about exercises that have such a check.
- What the student's code printed stays out, since it may show what a hidden check asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from grader.messages import Messages
from grader.report.escape import plain
from grader.report.model import ExerciseReport, Finding, Report, TaskReport, withheld
from grader.report.view import SYMBOLS, places, points, state, summary
from grader.report.words import message, sentence, walls

if TYPE_CHECKING:
    from grader.classroom.policy import Policy

DECIMALS = 4


def to_gradescope(report: Report, messages: Messages, policy: Policy | None = None) -> str | None:
    """Return the text of `results.json`; None where there is nothing that could be a score."""
    if withheld(report):
        return None
    data = results(report, messages, policy)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def results(report: Report, messages: Messages, policy: Policy | None = None) -> dict[str, Any]:
    """Return what `results.json` says, as plain data."""
    tests = [
        test
        for exercise in report.exercises
        for task in exercise.tasks
        for test in _tests(exercise, task, messages, policy)
    ]
    return {
        "score": round(report.points, DECIMALS),
        "execution_time": round(report.seconds, 3),
        "output": "\n".join(_output(report, messages, policy)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "extra_data": {
            "provisional": report.provisional,
            "environment": dict(report.environment),
        },
        "tests": tests,
    }


def _output(report: Report, messages: Messages, policy: Policy | None) -> Iterator[str]:
    """Yield the lines of what is said about the whole submission."""
    if report.provisional:
        yield f"{SYMBOLS['error']} {messages.text('ui', 'provisional')}"
        tasks = ", ".join(f"{task.id} {task.name}" for task in _ungraded(report))
        yield messages.text("feedback", "ungraded", {"tasks": tasks})
    seen = [exercise for exercise in report.exercises if _all_visible(exercise, policy)]
    if len(seen) == len(report.exercises):
        yield summary(report, messages)
    for exercise in seen:
        status, words = state(exercise, messages)
        earned = points(exercise.points, exercise.max_points)
        title = exercise.titles[messages.language]
        yield f"{SYMBOLS[status]} {exercise.id} {title}: {words}, {earned}"
    if len(seen) < len(report.exercises):
        yield messages.text("feedback", "not_shown")
    for exercise in report.exercises:
        yield from (plain(message(note, messages)) for note in exercise.notes)
    held = walls(report.environment, messages)
    if held:
        yield held


def _ungraded(report: Report) -> Iterator[TaskReport]:
    for exercise in report.exercises:
        yield from (task for task in exercise.tasks if task.status == "error")


def _all_visible(exercise: ExerciseReport, policy: Policy | None) -> bool:
    seen = (
        _visibility(exercise, task, finding, policy)
        for task in exercise.tasks
        for finding in task.findings
        if finding.max_points
    )
    return all(visibility == "visible" for visibility in seen)


def _visibility(
    exercise: ExerciseReport, task: TaskReport, finding: Finding, policy: Policy | None
) -> str:
    """Return who sees a check; without rules, everybody."""
    if policy is None:
        return "visible"
    return policy.visibility_of(exercise.id, task.id, finding.check)


def _tests(
    exercise: ExerciseReport, task: TaskReport, messages: Messages, policy: Policy | None
) -> Iterator[dict[str, Any]]:
    """Yield a test for each check that has points; the first also says what costs nothing."""
    remarks = [sentence(f, messages) for f in task.findings if not f.max_points]
    counted = [finding for finding in task.findings if finding.max_points]
    for number, finding in enumerate(counted, 1):
        lines = [sentence(finding, messages), *_place(finding, exercise), *remarks]
        remarks = []
        name = f"{task.name} · {messages.text('check', finding.check)}"
        test: dict[str, Any] = {
            "name": name,
            "number": f"{task.id}.{number}",
            "status": "passed" if finding.status == "pass" else "failed",
            "tags": [exercise.slug, finding.check, finding.status],
            "visibility": _visibility(exercise, task, finding, policy),
        }
        if finding.status == "error":
            test["name"] = f"{name} · {messages.text('status', 'error')}"
            lines.append(messages.text("feedback", "left_out"))
        else:
            test["score"] = round(finding.points, DECIMALS)
            test["max_score"] = round(finding.max_points, DECIMALS)
        test["output"] = "\n".join(plain(line) for line in lines)
        yield test


def _place(finding: Finding, exercise: ExerciseReport) -> Iterator[str]:
    if finding.line is not None:
        yield from (
            f"{place}  {source}".rstrip() for place, source in places(finding, exercise.file)
        )
