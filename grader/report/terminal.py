"""The report for a terminal: an overview, then what each exercise that was begun has to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.messages import Messages
from grader.report.model import ExerciseReport, Finding, Report, TaskReport
from grader.report.words import explanation, message, questions

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
EXPLAINED_LINES = 6
OF_THE_WHOLE_TASK = ("syntax.", "file.", "import.", "error.", "grader.", "blocked.")


class Terminal:
    """Writes reports to one console in one language."""

    def __init__(self, console: Console, messages: Messages) -> None:
        self._console = console
        self._messages = messages
        utf8 = (console.encoding or "").lower().startswith("utf")
        self._symbols = SYMBOLS if utf8 else PLAIN_SYMBOLS

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
        for finding in task.findings:
            yield from self._finding(finding, task, file)

    def _finding(self, finding: Finding, task: TaskReport, file: Path) -> Iterator[RenderableType]:
        if finding.status == "todo" or finding.code == "pass":
            return
        if finding.code == "blocked.same_cause":
            return
        explained = explanation(finding, self._messages)
        told = Text(explained or message(finding, self._messages), STYLES[finding.status])
        if finding.check in ("remark", "note") or finding.status == "pass":
            told.stylize("cyan")
        yield self._indented(Text.assemble((self._label(finding), "bold"), told), 4)
        if explained:
            yield self._indented(self._original(finding), 4)
        for asked in questions(finding, self._messages):
            yield self._indented(Text(f"→ {asked}" if self._symbols is SYMBOLS else asked), 4)
        yield from self._table(finding)
        yield from self._place(finding, file)

    def _original(self, finding: Finding) -> Text:
        """Return an exception's own words, below what they mean, and no more than one can read."""
        lines = message(finding, self._messages).rstrip().splitlines()
        cut = ["…" if self._symbols is SYMBOLS else "..."] * (len(lines) > EXPLAINED_LINES)
        return Text("\n".join([*lines[:EXPLAINED_LINES], *cut]))

    def _label(self, finding: Finding) -> str:
        """Name the check, unless what was found is no matter of this check alone."""
        if finding.code.startswith(OF_THE_WHOLE_TASK):
            return ""
        kind = self._messages.text("check", finding.check)
        return f"{kind} ({finding.group}): " if finding.group else f"{kind}: "

    def _place(self, finding: Finding, file: Path) -> Iterator[RenderableType]:
        """Show the student's own lines: all on the way to an error, else the one concerned."""
        if finding.line is None:
            return
        steps = finding.data.get("trace") or [[finding.line, finding.data.get("source", "")]]
        for line, source in steps[-TRACE_LINES:]:
            told = f"{file.name}:{line}  {source}"
            yield self._indented(Text(told.rstrip(), "dim"), 4)

    def _table(self, finding: Finding) -> Iterator[RenderableType]:
        rows = finding.data.get("table")
        if not rows:
            return
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
        for key in ("yours", "shape", "parameters", "expected_shape", "expected_parameters"):
            right = "right" if "parameters" in key else "left"
            table.add_column(self._ui(key), justify=right)  # type: ignore[arg-type]
        for row in rows:
            style = "red" if row["departs"] else ""
            mark = self._symbols["fail"] if row["departs"] else " "
            cells = (row["found"], row["shape"], row["params"])
            expected = (row["expected_shape"], row["expected_params"])
            texts = [Text(f"{mark} {cells[0]}", style), *(Text(c, style) for c in cells[1:])]
            table.add_row(*texts, *(Text(c, style) for c in expected))
        yield self._indented(table, 4)

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
