"""The formats of a report: which there are, and how each gets to where it is wanted."""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from grader.kit import UsageError
from grader.messages import Messages
from grader.report.model import Report
from grader.report.terminal import Terminal, unpadded

if TYPE_CHECKING:
    from grader.classroom.policy import Policy
    from grader.pictures.mine import TaskWork

    Work = Mapping[str, TaskWork]

WIDTH = 100
"""Columns of a terminal's report in a file."""


@dataclass(frozen=True)
class Format:
    """One way to write a report down."""

    make: Callable[[Report, Messages], str | None]
    """Gives the whole text; None where there is nothing that may be told in this format."""
    needs: tuple[str, ...] = ()
    """Packages that not everybody has."""
    with_work: Callable[[Report, Messages, Work], str] | None = None
    """Gives the whole text with pictures of the student's own work, where the format has room."""
    publish: Callable[[Report, Messages], None] = lambda report, messages: None
    """What is done besides."""


def _terminal(report: Report, messages: Messages) -> str:
    file = io.StringIO()
    Terminal(Console(file=file, width=WIDTH, highlight=False), messages).show(report)
    return unpadded(file.getvalue())


def _plain(report: Report, messages: Messages) -> str:
    from grader.report.lines import to_lines

    return to_lines(report, messages)


def _json(report: Report, messages: Messages) -> str:
    from grader.report.json_format import to_json

    return to_json(report, messages)


def _markdown(report: Report, messages: Messages) -> str:
    from grader.report.markdown import to_markdown

    return to_markdown(report, messages)


def _html(report: Report, messages: Messages, work: Work | None = None) -> str:
    from grader.report.html import to_html

    return to_html(report, messages, work=work)


def _junit(report: Report, messages: Messages) -> str:
    from grader.report.junit import to_junit

    return to_junit(report, messages)


def _gradescope(report: Report, messages: Messages) -> str | None:
    from grader.report.gradescope import to_gradescope

    return to_gradescope(report, messages, _policy(report))


def _policy(report: Report) -> Policy | None:
    """Return the rules of the course, where the autograder's scripts name their file."""
    file = os.environ.get("GRADER_POLICY")
    if not file:
        return None
    from grader.classroom.model import ExerciseInfo
    from grader.classroom.policy_file import read_policy

    exercises = []
    for one in report.exercises:
        tasks = tuple((task.id, task.name, task.max_points) for task in one.tasks)
        exercises.append(ExerciseInfo(one.id, one.slug, one.titles, one.max_points, tasks))
    return read_policy(Path(file), exercises)


def _github(report: Report, messages: Messages) -> str:
    from grader.report.github import to_github

    return to_github(report, messages, os.environ)


def _publish_on_github(report: Report, messages: Messages) -> None:
    from grader.report.github import publish

    publish(report, messages, os.environ)


FORMATS = {
    "terminal": Format(_terminal),
    "plain": Format(_plain),
    "json": Format(_json),
    "markdown": Format(_markdown),
    "html": Format(_html, needs=("jinja2",), with_work=_html),
    "junit": Format(_junit),
    "gradescope": Format(_gradescope),
    "github": Format(_github, publish=_publish_on_github),
}


def read_format(asked: str) -> tuple[str, Path | None]:
    """Return what `FORMAT` or `FORMAT=FILE` asks for.

    Raises UsageError for a format that there is not, ModuleNotFoundError for one that lacks a
    package: both before anything is graded.
    """
    name, _, path = asked.partition("=")
    if name not in FORMATS:
        raise UsageError("usage.no_format", name=name, known=", ".join(FORMATS))
    for package in FORMATS[name].needs:
        importlib.import_module(package)
    return name, Path(path) if path else None


def write(
    report: Report,
    name: str,
    path: Path | None,
    messages: Messages,
    work: Work | None = None,
) -> None:
    """Write a report in a format: to a file, or else to standard output. `work` is what there is
    to see of the student's own, for formats that show it.

    Raises UsageError where a file cannot be written.
    """
    FORMATS[name].publish(report, messages)
    if path is None and name == "terminal":
        _show(report, messages)
        return
    shows = FORMATS[name].with_work
    if work is not None and shows is not None:
        text: str | None = shows(report, messages, work)
    else:
        text = FORMATS[name].make(report, messages)
    if path is not None:
        _write_file(text, path)
    elif text is not None:
        sys.stdout.write(text)
    data = {"format": name, "path": str(path)}
    if text is None:
        print(messages.text("feedback", "withheld", data), file=sys.stderr)
    elif path is not None:
        print(messages.text("ui", "written", data), file=sys.stderr)


def _show(report: Report, messages: Messages) -> None:
    """Show a report on a terminal with its colours and its width."""
    from grader.report.github import commands_stopped

    with commands_stopped(sys.stdout, os.environ):
        console = Console(highlight=False)
        if console.is_terminal:
            Terminal(console, messages).show(report)
            return
        with console.capture() as captured:
            Terminal(console, messages).show(report)
        sys.stdout.write(unpadded(captured.get()))


def _write_file(text: str | None, path: Path) -> None:
    """Write a file; where there is nothing to tell, none of an earlier run stays behind."""
    try:
        if text is None:
            path.unlink(missing_ok=True)
        else:
            with path.open("w", encoding="utf-8", errors="replace") as file:
                file.write(text)
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError) -> UsageError:
    """Return the error that says which file cannot be written, and why."""
    return UsageError("usage.cannot_write", path=str(path), why=error.strerror or str(error))
