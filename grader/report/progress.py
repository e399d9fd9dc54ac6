"""Where a learner stands on the path, and what to do next: derived from a report, kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.messages import Messages
from grader.report.model import ExerciseReport, Report, TaskReport

WAITS_FOR_ANOTHER = ("blocked.helper", "blocked.todo")
"""Codes of what waits for another task, which is named in `task`."""
HANDOUTS = {"en": "README.md", "ko": "README.ko.md"}


def next_exercise(report: Report) -> ExerciseReport | None:
    """Return the exercise to go on with: one that is wrong before one that is open."""
    for statuses in (("fail", "limit"), ("todo", "blocked")):
        for exercise in report.exercises:
            if _first(exercise.tasks, statuses) is not None:
                return exercise
    return None


def next_step(report: Report, messages: Messages) -> str:
    """Return the one thing to do next, as a sentence with its command."""
    exercise = next_exercise(report)
    if exercise is None:
        if report.provisional:
            return messages.text("ui", "next_doctor")
        if nothing_checked(report):
            return messages.text("ui", "untrained_nothing")
        if report.environment.get("accuracy") == "none":
            return messages.text("ui", "untrained_done")
        return messages.text("ui", "all_done" if len(report.exercises) > 1 else "one_done")
    wrong = _first(exercise.tasks, ("fail", "limit"))
    if wrong is not None:
        return messages.text("ui", "next_hint", {"task": wrong.id})
    task = _first(exercise.tasks, ("todo", "blocked"))
    assert task is not None
    culprit = next((f for f in task.findings if f.code in WAITS_FOR_ANOTHER), None)
    if culprit is not None and culprit.code == "blocked.helper":
        return messages.text("ui", "next_hint", {"task": culprit.data["task"]})
    data = {"file": shortest(Path(exercise.file)), "task": task.id, "exercise": exercise.id}
    if culprit is not None:
        data["task"] = culprit.data["task"]
    handout = Path(exercise.file).with_name(HANDOUTS[messages.language])
    if any(t.status != "todo" for t in exercise.tasks) or not handout.is_file():
        return messages.text("ui", "next_open", data)
    return messages.text("ui", "next_begin", {**data, "handout": shortest(handout)})


def nothing_checked(report: Report) -> bool:
    """Whether no check was made: of what was asked for, every one needs a training."""
    return not any(task.findings for one in report.exercises for task in one.tasks)


def standing(report: Report, messages: Messages) -> str:
    """Return how many exercises are done, begun and not started, as a sentence."""
    exercises = report.exercises
    done = sum(one.status == "pass" for one in exercises)
    untouched = sum(all(task.status == "todo" for task in one.tasks) for one in exercises)
    data = {"done": done, "all": len(exercises), "untouched": untouched}
    return messages.text("ui", "standing", {**data, "begun": len(exercises) - done - untouched})


def shortest(path: Path) -> str:
    """Return a path as it is seen from here, where it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def _first(tasks: Sequence[TaskReport], statuses: tuple[str, ...]) -> TaskReport | None:
    return next((task for task in tasks if task.status in statuses), None)
