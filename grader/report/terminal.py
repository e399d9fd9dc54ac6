"""The report for a terminal: an overview, then what each exercise that was begun has to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console, Group, OverflowMethod, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.messages import Messages
from grader.report.model import ExerciseReport, Finding, Report, TaskReport
from grader.report.words import explanation, message, questions, walls

STYLES = {
    "pass": "green",
    "fail": "red",
    "todo": "dim",
    "blocked": "yellow",
    "limit": "red",
    "error": "magenta",
}
SYMBOLS = {"pass": "✓", "fail": "✗", "todo": "·", "blocked": "…", "limit": "■", "error": "!"}
PLAIN_SYMBOLS = {"pass": "+", "fail": "x", "todo": ".", "blocked": "~", "limit": "#", "error": "!"}
PRINTED_LINES = 12
TRACE_LINES = 3
EXPLAINED_LINES = 2
EXPLAINED_LENGTH = 140
AROUND = 2
"""How many layers are shown on each side of the one that departs."""


class Terminal:
    """Writes reports to one console in one language."""

    def __init__(self, console: Console, messages: Messages) -> None:
        self._console = console
        self._messages = messages
        utf8 = (console.encoding or "").lower().startswith("utf")
        self._symbols = SYMBOLS if utf8 else PLAIN_SYMBOLS
        self._overflow: OverflowMethod = "ellipsis" if utf8 else "crop"

    def show(self, report: Report) -> None:
        """Print the whole report."""
        if len(report.exercises) > 1:
            self._console.print(self._overview(report))
        for exercise in report.exercises:
            if len(report.exercises) == 1 or exercise.status not in ("todo", "pass"):
                self._console.print(self._exercise(exercise))
        for line in self._ending(report):
            self._console.print(line, soft_wrap=True)

    def _ui(self, key: str, **data: object) -> str:
        return self._messages.text("ui", key, data)

    def _status(self, status: str) -> Text:
        word = self._messages.text("status", status)
        return Text(f"{self._symbols[status]} {word}", STYLES[status])

    def _overview(self, report: Report) -> Table:
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        table.add_column(self._ui("exercise"), no_wrap=True, overflow="ellipsis")
        table.add_column(self._ui("status"), no_wrap=True)
        table.add_column(self._ui("points"), justify="right", no_wrap=True)
        for exercise in report.exercises:
            title = f"{exercise.id}  {exercise.titles[self._messages.language]}"
            points = _points(exercise.points, exercise.max_points)
            table.add_row(Text(title), self._state_of(exercise), points)
        table.add_section()
        table.add_row(
            Text(self._ui("total"), "bold"), "", _points(report.points, report.max_points)
        )
        return table

    def _state_of(self, exercise: ExerciseReport) -> Text:
        """An exercise that is partly done and otherwise untouched is neither wrong nor new."""
        statuses = {task.status for task in exercise.tasks}
        if statuses == {"todo", "pass"}:
            done = sum(task.status == "pass" for task in exercise.tasks)
            told = self._ui("partly", done=done, tasks=len(exercise.tasks))
            return Text(f"{self._symbols['pass']} {told}", "cyan")
        return self._status(exercise.status)

    def _exercise(self, exercise: ExerciseReport) -> Group:
        title = f"{exercise.id} · {exercise.titles[self._messages.language]}"
        points = _points(exercise.points, exercise.max_points)
        parts: list[RenderableType] = [Text(), Text(f"{title}   {points}", "bold")]
        parts += [self._indented(Text(message(n, self._messages), "cyan")) for n in exercise.notes]
        for task in exercise.tasks:
            parts += self._task(task, Path(exercise.file))
        parts += self._printed(exercise)
        return Group(*parts)

    def _task(self, task: TaskReport, file: Path) -> Iterator[RenderableType]:
        head = Table.grid(padding=(0, 2, 0, 0))
        name = Text(f"{task.id} {task.name}", no_wrap=True)
        head.add_row(name, self._status(task.status), _points(task.points, task.max_points))
        yield self._indented(head)
        line = None
        for finding in task.findings:
            yield from self._finding(finding)
            if finding.line not in (None, line):
                yield from self._place(finding, file)
                line = finding.line

    def _finding(self, finding: Finding) -> Iterator[RenderableType]:
        if finding.status == "todo" or finding.code == "pass":
            return
        if finding.code == "blocked.same_cause":
            return
        explained = explanation(finding, self._messages)
        told = Text(explained or message(finding, self._messages), STYLES[finding.status])
        if finding.status == "pass":
            told.stylize("cyan")
        yield self._indented(told, 4)
        if explained:
            yield self._indented(self._original(finding), 4)
        for asked in questions(finding, self._messages):
            yield self._indented(Text(f"→ {asked}" if self._symbols is SYMBOLS else asked), 4)
        yield from self._table(finding)

    def _original(self, finding: Finding) -> Text:
        """Return an exception's own words, below what they mean, and no more than one can read."""
        whole = message(finding, self._messages).rstrip()
        shown = "\n".join(whole.splitlines()[:EXPLAINED_LINES])[:EXPLAINED_LENGTH]
        return Text(shown if shown == whole else f"{shown} {self._cut}")

    @property
    def _cut(self) -> str:
        return "…" if self._symbols is SYMBOLS else "..."

    def _place(self, finding: Finding, file: Path) -> Iterator[RenderableType]:
        """Show the student's own lines: the last on the way to an error, or the one concerned."""
        steps = finding.data.get("trace") or [[finding.line, finding.data.get("source", "")]]
        most = 1 if finding.data.get("explanation") else TRACE_LINES
        for line, source in steps[-most:]:
            told = f"{file.name}:{line}  {source}".rstrip()
            yield self._indented(Text(told, "dim", no_wrap=True, overflow=self._overflow), 4)

    def _table(self, finding: Finding) -> Iterator[RenderableType]:
        """Show the student's layers around the one that departs, with what is expected there."""
        rows = finding.data.get("table") or ()
        if len(rows) < 2:  # a single layer is all told by the sentence
            return
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
        table.add_column(f"  {self._ui('yours')}")
        table.add_column(self._ui("shape"), no_wrap=True)
        table.add_column(self._ui("parameters"), justify="right", no_wrap=True)
        first = next((i for i, row in enumerate(rows) if row["departs"]), 0)
        above, below = max(first - AROUND, 0), first + AROUND + 1
        if above:
            table.add_row(Text(f"  {self._ui('rows_above', count=above)}", "dim"))
        for row in rows[above:below]:
            self._add_layer(table, row)
        if below < len(rows):
            table.add_row(Text(f"  {self._ui('rows_below', count=len(rows) - below)}", "dim"))
        yield self._indented(table, 4)

    def _add_layer(self, table: Table, row: Mapping[str, Any]) -> None:
        style = "red" if row["departs"] else ""
        mark = self._symbols["fail"] if row["departs"] else " "
        found, expected = (
            (row[f"{side}shape"], row[f"{side}params"]) for side in ("", "expected_")
        )
        name = self._ui("gap") if row["found"] == "-" else row["found"]
        layer = Text(f"{mark} {name}", style, no_wrap=True, overflow=self._overflow)
        table.add_row(layer, *(Text(cell, style) for cell in found))
        if row["departs"] and found != expected:
            table.add_row(f"  {self._ui('expected')}", *expected)

    def _printed(self, exercise: ExerciseReport) -> Iterator[RenderableType]:
        lines = exercise.printed.strip().splitlines()
        if not lines:
            return
        yield self._indented(Text(self._ui("printed"), "dim"))
        for line in lines[:PRINTED_LINES]:
            yield self._indented(Text(line, "dim"), 4)
        if len(lines) > PRINTED_LINES:
            more = self._ui("printed_more", count=len(lines) - PRINTED_LINES)
            yield self._indented(Text(more, "dim"), 4)

    def _ending(self, report: Report) -> Iterator[RenderableType]:
        yield Text()
        held = walls(report.environment, self._messages)
        if held:
            yield Text(held, "dim")
        if report.provisional:
            yield Text(self._ui("provisional"), "magenta")
        yield Text(self._next_step(report), "bold")

    def _next_step(self, report: Report) -> str:
        for exercise in report.exercises:
            task = _first(exercise.tasks, ("fail", "limit"))
            if task is not None:
                return self._ui("next_hint", task=task.id)
        for exercise in report.exercises:
            task = _first(exercise.tasks, ("todo", "blocked"))
            if task is not None:
                file = _relative(Path(exercise.file))
                return self._ui("next_open", file=file, task=task.id, exercise=exercise.id)
        if report.provisional:
            return self._ui("next_doctor")
        return self._ui("all_done")

    def _indented(self, renderable: RenderableType, by: int = 2) -> Padding:
        return Padding(renderable, (0, 0, 0, by), expand=False)


def _first(tasks: Sequence[TaskReport], statuses: tuple[str, ...]) -> TaskReport | None:
    return next((task for task in tasks if task.status in statuses), None)


def _points(points: float, most: float) -> str:
    return f"{points:g} / {most:g}"


def _relative(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
