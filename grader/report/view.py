"""What of a report is shown, and in which words: one reading of it for all formats of pages.

The texts are as the student wrote them; each format makes them harmless in its own way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from grader.messages import Messages
from grader.report.model import ExerciseReport, Finding, Report, TaskReport
from grader.report.words import explanation, message, questions, walls

SYMBOLS = {"pass": "✓", "fail": "✗", "todo": "·", "blocked": "…", "limit": "■", "error": "!"}
PRINTED_LINES = 12
TRACE_LINES = 3
EXPLAINED_LINES = 2
EXPLAINED_LENGTH = 140
AROUND = 2
"""How many layers are shown on each side of the one that departs."""


@dataclass(frozen=True)
class Layer:
    """One row of a table of layers."""

    name: str
    shape: str
    parameters: str
    departs: bool = False
    expected: bool = False
    """Whether it says what belongs here, and not what the student built."""


@dataclass(frozen=True)
class Layers:
    """The student's layers around the one that departs."""

    rows: tuple[Layer, ...]
    above: int
    """So many more stand before these and are not shown."""
    below: int


@dataclass(frozen=True)
class Told:
    """What one finding has to say."""

    status: str
    text: str
    original: str
    """An exception's own words, where `text` explains them; else empty."""
    questions: tuple[str, ...]
    layers: Layers | None
    places: tuple[tuple[str, str], ...]
    """Where in the student's file, and what stands there: `("conv.py:12", "x = 1")`."""
    call: str = ""
    """What was asked, where `layers` tells of the network that it built."""


def told(task: TaskReport, file: str, messages: Messages) -> Iterator[Told]:
    """Yield what there is to say about a task: nothing about what is right or not begun."""
    line = None
    for finding in task.findings:
        if finding.status == "todo" or finding.code in ("pass", "blocked.same_cause"):
            continue
        explained = explanation(finding, messages)
        own = message(finding, messages)
        moved = finding.line not in (None, line)
        line = finding.line if moved else line
        yield Told(
            finding.status,
            explained or own,
            shortened(own) if explained else "",
            tuple(questions(finding, messages)),
            layers(finding, messages),
            tuple(places(finding, file)) if moved else (),
            str(finding.data.get("call", "")),
        )


def shortened(text: str) -> str:
    """Return an exception's own words, no more of them than one can read."""
    whole = text.rstrip()
    shown = "\n".join(whole.splitlines()[:EXPLAINED_LINES]).rstrip()
    if len(shown) > EXPLAINED_LENGTH:
        shown = shown[: EXPLAINED_LENGTH + 1].rpartition(" ")[0] or shown[:EXPLAINED_LENGTH]
    return shown if shown == whole else f"{shown} …"


def places(finding: Finding, file: str) -> Iterator[tuple[str, str]]:
    """Yield the student's own lines: the last on the way to an error, or the one concerned."""
    steps = finding.data.get("trace") or [[finding.line, finding.data.get("source", "")]]
    most = 2 if finding.data.get("explanation") else TRACE_LINES
    for line, source in steps[-most:]:
        named = isinstance(line, str)  # a notebook's cell, as `grader.notebook.places` names it
        yield line if named else f"{PurePath(file).name}:{line}", source


def layers(finding: Finding, messages: Messages) -> Layers | None:
    """Return the layers around the one that departs; None where a sentence tells all."""
    table = finding.data.get("table") or ()
    if len(table) < 2:
        return None
    departing = next((i for i, row in enumerate(table) if row["departs"]), 0)
    first, end = max(departing - AROUND, 0), departing + AROUND + 1
    rows = [layer for row in table[first:end] for layer in _layers(row, messages)]
    return Layers(tuple(rows), first, max(len(table) - end, 0))


def every_layer(table: Sequence[Mapping[str, Any]], messages: Messages) -> Layers:
    """Return all layers of a network, what is expected at the one that departs included."""
    return Layers(tuple(layer for row in table for layer in _layers(row, messages)), 0, 0)


def _layers(row: Mapping[str, Any], messages: Messages) -> Iterator[Layer]:
    name = messages.text("ui", "gap") if row["found"] == "-" else row["found"]
    found = row["shape"], row["params"]
    wanted = row["expected_shape"], row["expected_params"]
    yield Layer(name, *found, departs=row["departs"])
    if row["departs"] and found != wanted:
        yield Layer(messages.text("ui", "expected"), *wanted, expected=True)


def printed(exercise: ExerciseReport) -> tuple[list[str], int]:
    """Return the first lines that the student's code printed, and how many more there are."""
    lines = exercise.printed.strip().splitlines()
    return lines[:PRINTED_LINES], max(len(lines) - PRINTED_LINES, 0)


def begun(exercise: ExerciseReport) -> bool:
    """Whether there is more to tell of an exercise than that nobody has touched it."""
    return any(task.status != "todo" for task in exercise.tasks)


def state(exercise: ExerciseReport, messages: Messages) -> tuple[str, str]:
    """Return an exercise's status and the words for it.

    One that is partly done and otherwise untouched is neither wrong nor new.
    """
    if {task.status for task in exercise.tasks} == {"todo", "pass"}:
        done = sum(task.status == "pass" for task in exercise.tasks)
        data = {"done": done, "tasks": len(exercise.tasks)}
        return "pass", messages.text("ui", "partly", data)
    return exercise.status, messages.text("status", exercise.status)


def summary(report: Report, messages: Messages) -> str:
    """Return the sentence on all points together."""
    data = {"earned": f"{report.points:g}", "most": f"{report.max_points:g}"}
    return messages.text("feedback", "points", data)


def circumstances(report: Report, messages: Messages) -> Iterator[str]:
    """Yield sentences on how it was judged: what held the code, and how to repeat it."""
    held = walls(report.environment, messages)
    if held:
        yield held
    if "seed" in report.environment:
        yield messages.text("feedback", "seed", {"seed": report.environment["seed"]})


def points(earned: float, most: float) -> str:
    """Return `"1.5 / 3.5"`, without what adding floats leaves behind."""
    return f"{earned:g} / {most:g}"
