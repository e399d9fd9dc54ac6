"""The report for a terminal: an overview, then what each exercise that was begun has to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, OverflowMethod, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.messages import Messages
from grader.report.model import ExerciseReport, Report, TaskReport
from grader.report.progress import next_exercise, next_step, standing
from grader.report.view import SYMBOLS, Layer, Layers, Told, points, printed, state, told
from grader.report.words import message, walls

STYLES = {
    "pass": "green",
    "fail": "red",
    "todo": "dim",
    "blocked": "yellow",
    "limit": "red",
    "error": "magenta",
}
PLAIN_SYMBOLS = {"pass": "+", "fail": "x", "todo": ".", "blocked": "~", "limit": "#", "error": "!"}


def unpadded(text: str) -> str:
    """Return what a console printed without the blanks with which tables fill up their lines."""
    return "\n".join(line.rstrip() for line in text.split("\n"))


class Terminal:
    """Writes reports to one console in one language."""

    def __init__(self, console: Console, messages: Messages) -> None:
        self._console = console
        self._messages = messages
        utf8 = (console.encoding or "").lower().startswith("utf")
        self._symbols = SYMBOLS if utf8 else PLAIN_SYMBOLS
        self._arrow = "→" if utf8 else ">"
        self._overflow: OverflowMethod = "ellipsis" if utf8 else "crop"

    def show(self, report: Report) -> None:
        """Print the whole report."""
        if len(report.exercises) > 1:
            self._console.print(self.overview(report))
            self._console.print(f"  {standing(report, self._messages)}", soft_wrap=True)
        self.details(report.exercises)
        for line in self._ending(report):
            self._console.print(line, soft_wrap=True)

    def details(self, exercises: Sequence[ExerciseReport]) -> None:
        """Print what there is to say of exercises: all of one, of several those to be mended."""
        for exercise in exercises:
            if len(exercises) == 1 or exercise.status not in ("todo", "pass"):
                self._console.print(self._exercise(exercise))

    def _ui(self, key: str, **data: object) -> str:
        return self._messages.text("ui", key, data)

    def _status(self, status: str) -> Text:
        word = self._messages.text("status", status)
        return Text(f"{self._symbols[status]} {word}", STYLES[status])

    def overview(self, report: Report) -> Table:
        """Return the path: each exercise, its state and its points, and where to go on."""
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        table.add_column(f"  {self._ui('exercise')}", no_wrap=True, overflow="ellipsis")
        table.add_column(self._ui("status"), no_wrap=True)
        table.add_column(self._ui("points"), justify="right", no_wrap=True)
        going_on = next_exercise(report)
        for exercise in report.exercises:
            mark = self._arrow if exercise is going_on else " "
            title = f"{mark} {exercise.id}  {exercise.titles[self._messages.language]}"
            earned = points(exercise.points, exercise.max_points)
            table.add_row(Text(title), self._state_of(exercise), earned)
        table.add_section()
        total = Text(f"  {self._ui('total')}", "bold")
        table.add_row(total, "", points(report.points, report.max_points))
        return table

    def _state_of(self, exercise: ExerciseReport) -> Text:
        status, words = state(exercise, self._messages)
        partly = status != exercise.status
        return Text(f"{self._symbols[status]} {words}", "cyan" if partly else STYLES[status])

    def _exercise(self, exercise: ExerciseReport) -> Group:
        title = f"{exercise.id} · {exercise.titles[self._messages.language]}"
        earned = points(exercise.points, exercise.max_points)
        parts: list[RenderableType] = [Text(), Text(f"{title}   {earned}", "bold")]
        parts += [self._indented(Text(message(n, self._messages), "cyan")) for n in exercise.notes]
        for task in exercise.tasks:
            parts += [self._indented(self.head(task)), *self.details_of(task, exercise.file)]
        parts += self.printed(exercise)
        return Group(*parts)

    def head(self, task: TaskReport) -> Table:
        """Return the line that names a task, its status and its points."""
        head = Table.grid(padding=(0, 2, 0, 0))
        head.add_row(*self.cells(task))
        return head

    def cells(self, task: TaskReport) -> tuple[Text, Text, str]:
        """Return a task's name, its status and its points, for a table of tasks."""
        name = Text(f"{task.id} {task.name}", no_wrap=True)
        return name, self._status(task.status), points(task.points, task.max_points)

    def details_of(self, task: TaskReport, file: str) -> Iterator[RenderableType]:
        """Yield what there is to say about a task."""
        for one in told(task, file, self._messages):
            yield from self._told(one)

    def _told(self, one: Told) -> Iterator[RenderableType]:
        text = Text(one.text, STYLES[one.status])
        if one.status == "pass":
            text.stylize("cyan")
        yield self._indented(text, 4)
        if one.original:
            yield self._indented(Text(self._plain(one.original)), 4)
        for asked in one.questions:
            yield self._indented(Text(f"{self._arrow} {asked}"), 4)
        if one.layers is not None:
            yield self._indented(self._table(one.layers), 4)
        for place, source in one.places:
            line = Text(f"{place}  {source}".rstrip(), "dim", no_wrap=True, overflow=self._overflow)
            yield self._indented(line, 4)

    def _plain(self, text: str) -> str:
        """Spell the sign of what was cut in characters that every console has."""
        if self._symbols is SYMBOLS or not text.endswith(" …"):
            return text
        return text[:-1] + "..."

    def _table(self, layers: Layers) -> Table:
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
        table.add_column(f"  {self._ui('yours')}")
        table.add_column(self._ui("shape"), no_wrap=True)
        table.add_column(self._ui("parameters"), justify="right", no_wrap=True)
        if layers.above:
            table.add_row(Text(f"  {self._ui('rows_above', count=layers.above)}", "dim"))
        for layer in layers.rows:
            table.add_row(*self._layer(layer))
        if layers.below:
            table.add_row(Text(f"  {self._ui('rows_below', count=layers.below)}", "dim"))
        return table

    def _layer(self, layer: Layer) -> tuple[Text, Text, Text]:
        style = "red" if layer.departs else ""
        mark = self._symbols["fail"] if layer.departs else " "
        name = Text(f"{mark} {layer.name}", style, no_wrap=True, overflow=self._overflow)
        return name, Text(layer.shape, style), Text(layer.parameters, style)

    def printed(self, exercise: ExerciseReport) -> Iterator[RenderableType]:
        """Yield what the student's code printed, the beginning of it."""
        lines, more = printed(exercise)
        if not lines:
            return
        yield self._indented(Text(self._ui("printed"), "dim"))
        for line in lines:
            yield self._indented(Text(line, "dim"), 4)
        if more:
            yield self._indented(Text(self._ui("printed_more", count=more), "dim"), 4)

    def _ending(self, report: Report) -> Iterator[RenderableType]:
        yield Text()
        held = walls(report.environment, self._messages)
        if held:
            yield Text(held, "dim")
        if report.provisional:
            yield Text(self._ui("provisional"), "magenta")
        yield Text(next_step(report, self._messages), "bold")

    def _indented(self, renderable: RenderableType, by: int = 2) -> Padding:
        return Padding(renderable, (0, 0, 0, by), expand=False)
