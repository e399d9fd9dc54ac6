"""The report for GitHub: annotations in the log, and what a step hands on in files.

A log is read line by line for commands (`::error ...::`), so nothing that a student wrote reaches
it unescaped or outside of a stretch in which commands are stopped by a word nobody can know.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TextIO

from grader.messages import Messages
from grader.report.escape import inline, plain
from grader.report.formats import cannot_write
from grader.report.github_classroom import classroom_result
from grader.report.markdown import exercises, overview
from grader.report.model import ExerciseReport, Finding, Report, TaskReport
from grader.report.words import sentence

MOST_ANNOTATIONS = 10
"""Of each kind; GitHub shows no more of one step."""
MESSAGE = 1_000
"""Characters of an annotation."""
SUMMARY_BYTES = 1 << 20
"""GitHub drops a whole summary that is longer."""


def on_github(environ: Mapping[str, str]) -> bool:
    """Whether this is a step of a workflow."""
    return environ.get("GITHUB_ACTIONS") == "true"


def to_github(report: Report, messages: Messages, environ: Mapping[str, str]) -> str:
    """Return what belongs in the log: annotations, then what students' code printed."""
    root = Path(environ.get("GITHUB_WORKSPACE") or Path.cwd())
    lines = [*annotation_lines(report, messages, root), *printed(report, messages)]
    return "".join(f"{line}\n" for line in lines)


def publish(report: Report, messages: Messages, environ: Mapping[str, str]) -> None:
    """Append to the files that GitHub names: the step's summary, and `result` for Classroom.

    Does nothing elsewhere. Raises UsageError where such a file cannot be written.
    """
    if not on_github(environ):
        return
    page = environ.get("GITHUB_STEP_SUMMARY")
    if page:
        _append(Path(page), lambda size: summary(report, messages, SUMMARY_BYTES - size))
    result = classroom_result(report, messages)
    output = environ.get("GITHUB_OUTPUT")
    if output and result is not None:
        _append(Path(output), lambda _: f"result={result}\n")


# Annotations


def annotation_lines(report: Report, messages: Messages, root: Path) -> list[str]:
    """Return workflow commands: an error for the first cause in each exercise that has one, a
    notice for each that could not be graded. Files are named as they are seen from `root`.
    """
    errors: list[str] = []
    notices: list[str] = []
    for exercise in report.exercises:
        for kind, statuses, found in (
            ("error", ("fail", "limit"), errors),
            ("notice", ("error",), notices),
        ):
            first = _first(exercise, statuses)
            if first is not None:
                found.append(_annotation(kind, exercise, *first, messages, root))
    return errors[:MOST_ANNOTATIONS] + notices[:MOST_ANNOTATIONS]


def _first(
    exercise: ExerciseReport, statuses: tuple[str, ...]
) -> tuple[TaskReport, Finding] | None:
    found = ((t, f) for t in exercise.tasks for f in t.findings if f.status in statuses)
    return next(found, None)


def _annotation(
    kind: str,
    exercise: ExerciseReport,
    task: TaskReport,
    finding: Finding,
    messages: Messages,
    root: Path,
) -> str:
    properties: dict[str, object] = {}
    file = _from_root(exercise.file, root)
    if file is not None:
        properties["file"] = file
        if finding.line is not None and not file.endswith(".ipynb"):  # its lines are no lines
            properties["line"] = finding.line
    status = messages.text("status", finding.status)
    properties["title"] = f"{_title(exercise, messages)} · {task.id} {task.name} · {status}"
    return command(kind, sentence(finding, messages), properties)


def command(name: str, message: str, properties: Mapping[str, object] | None = None) -> str:
    """Return one workflow command with everything escaped that could end it."""
    named = ",".join(f"{key}={_property(value)}" for key, value in (properties or {}).items())
    return f"::{name}{' ' if named else ''}{named}::{_data(plain(message, MESSAGE))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(plain(str(value), MESSAGE)).replace(":", "%3A").replace(",", "%2C")


def _title(exercise: ExerciseReport, messages: Messages) -> str:
    return f"{exercise.id} {exercise.titles[messages.language]}"


def _from_root(file: str, root: Path) -> str | None:
    """Return a file's path inside of the repository; None where it lies elsewhere."""
    try:
        return Path(file).absolute().relative_to(root.absolute()).as_posix()
    except ValueError:
        return None


# What was printed


def printed(report: Report, messages: Messages) -> Iterator[str]:
    """Yield what students' code printed, folded, with no command in it that acts."""
    for exercise in report.exercises:
        if not exercise.printed.strip():
            continue
        title = messages.text("feedback", "printed_in", {"exercise": _title(exercise, messages)})
        token = secrets.token_hex(16)
        yield command("group", title)
        yield command("stop-commands", token)
        yield from plain(exercise.printed, SUMMARY_BYTES).strip("\n").split("\n")
        yield f"::{token}::"
        yield "::endgroup::"


@contextlib.contextmanager
def commands_stopped(file: TextIO, environ: Mapping[str, str]) -> Iterator[None]:
    """Let nothing act that is printed in between, where a workflow's log is read for commands."""
    if not on_github(environ):
        yield
        return
    token = secrets.token_hex(16)
    file.write(command("stop-commands", token) + "\n")
    try:
        yield
    finally:
        file.write(f"::{token}::\n")


# The summary


def summary(report: Report, messages: Messages, room: int = SUMMARY_BYTES) -> str:
    """Return Markdown of at most `room` bytes: what does not fit is cut between two exercises."""
    end = inline(messages.text("feedback", "cut")) + "\n"
    left = room - len(end.encode())
    kept: list[str] = []
    for part in [*overview(report, messages), *exercises(report, messages)]:
        left -= len(part.encode()) + 2
        if left < 0:
            return "".join([*kept, end]) if room >= len(end.encode()) else ""
        kept.append(f"{part}\n\n")
    return "".join(kept)


def _append(path: Path, text: Callable[[int], str]) -> None:
    """Append a text that may depend on how many bytes are there already."""
    try:
        size = path.stat().st_size if path.exists() else 0
        with path.open("a", encoding="utf-8") as file:
            file.write(text(size))
    except OSError as error:
        raise cannot_write(path, error) from error
