"""What `watch` shows: one screen drawn anew, or, without a terminal, one page after another.

A screen of 80 columns and 24 lines is enough: what does not fit is cut, with a way to all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import Console, Group, RenderableType
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from grader.messages import Messages
from grader.report.lines import to_lines
from grader.report.model import ExerciseReport, Report
from grader.report.progress import standing
from grader.report.terminal import Terminal
from grader.report.view import points
from grader.watch.changes import Change, told

MOST_NEWS = 4
NEWS_STYLES = {"right": "green", "wrong": "red", "not_yet": "red", "limit": "red"}
WRONG = ("fail", "limit", "error")
LEAST_BODY = 3
Line = list[Segment]


@dataclass(frozen=True)
class View:
    """All that is on the screen."""

    exercise: ExerciseReport | None = None
    news: tuple[Change, ...] | None = None
    """What changed since the last save; None where nothing was saved yet."""
    moved: tuple[str, ...] = ()
    """Sentences on why this is another exercise now, and what came of the last one."""
    note: tuple[str, ...] = ()
    """A hint, a figure's path: it takes the place of what is wrong until the next save."""
    listing: Report | None = None
    """The overview in place of one exercise."""
    doing: str = ""
    """What is going on, or when it was checked."""


@dataclass
class Screen:
    """Shows views on one console, in one language."""

    console: Console
    messages: Messages
    keys: bool = False
    """Whether keys are listened to."""
    plain: bool = False
    folder: str = ""
    _terminal: Terminal = field(init=False)

    def __post_init__(self) -> None:
        self._terminal = Terminal(self.console, self.messages)

    @property
    def redraws(self) -> bool:
        """Whether what stands there can be replaced."""
        return self.console.is_terminal and not self.plain

    def draw(self, view: View) -> None:
        """Replace what is on the screen."""
        if not self.redraws:
            return
        lines = self._fitted(view)
        self.console.clear()
        self.console.print(Segments(_joined(lines)), end="")

    def page(self, view: View, report: Report) -> None:
        """Print a report below the last one, where nothing can be replaced."""
        if self.redraws:
            return
        news = [*view.moved]
        news += [told(one, self.messages) for one in view.news or ()]
        for line in news:
            self.console.print(line, soft_wrap=True, markup=False)
        if self.plain:
            self.console.out(to_lines(report, self.messages), end="", highlight=False)
        else:
            self._terminal.show(report)
        watching = self.messages.text("watch", "watching", {"folder": self.folder})
        self.console.print(watching, style="dim", soft_wrap=True, markup=False)
        if self.keys:
            self.console.print(self._text("keys"), soft_wrap=True, markup=False)

    def say(self, lines: Sequence[str]) -> None:
        """Print sentences, where nothing can be replaced."""
        if not self.redraws:
            for line in lines:
                self.console.print(line, soft_wrap=True, markup=False)

    def _fitted(self, view: View) -> list[Line]:
        """Return the lines of a view, as many as the screen has: head, body and foot."""
        head, foot = self._lines(self._head(view)), self._lines(self._foot(view))
        body = self._lines(self._body(view))
        room = max(self.console.height - len(head) - len(foot) - 1, LEAST_BODY)
        if len(body) > room:
            number = view.exercise.id if view.exercise is not None else ""
            data = {"count": len(body) - room + 1, "exercise": number}
            body = body[: room - 1] + self._lines([Text(self._text("more", **data), "dim")])
        blank = max(self.console.height - len(head) - len(body) - len(foot) - 1, 0)
        return [*head, *body, *([[]] * min(blank, 1)), *foot]

    def _head(self, view: View) -> Iterator[RenderableType]:
        yield from (Text(line, "green") for line in view.moved)
        if view.exercise is None or view.listing is not None:
            return
        exercise = view.exercise
        title = f"{exercise.id} · {exercise.titles[self.messages.language]}"
        yield Text(f"{title}   {points(exercise.points, exercise.max_points)}", "bold")
        grid = Table.grid(padding=(0, 2, 0, 0))
        for task in exercise.tasks:
            grid.add_row(*self._terminal.cells(task))
        yield grid
        yield from self._news(view.news)

    def _news(self, news: tuple[Change, ...] | None) -> Iterator[RenderableType]:
        if news is None:
            return
        if not news:
            yield Text(self._text("nothing_new"), "dim")
            return
        yield Text(self._text("since"), "cyan")
        for change in news[:MOST_NEWS]:
            style = NEWS_STYLES.get(change.key, "yellow")
            yield Text(f"  {told(change, self.messages)}", style)

    def _body(self, view: View) -> Iterator[RenderableType]:
        if view.listing is not None:
            yield self._terminal.overview(view.listing)
            yield Text(f"  {standing(view.listing, self.messages)}")
            return
        if view.note:
            yield Text()
            yield from (Text(line) for line in view.note)
            return
        if view.exercise is None:
            return
        yield Text()
        wrong = [task for task in view.exercise.tasks if task.status in WRONG]
        # What only waits says why where nothing is wrong: predictions that are not all there.
        waiting = [task for task in view.exercise.tasks if task.status == "blocked"]
        for task in wrong or waiting:
            found = list(self._terminal.details_of(task, view.exercise.file))
            if found:
                yield Group(self._terminal.head(task), *found)
        yield from self._terminal.printed(view.exercise)

    def _foot(self, view: View) -> Iterator[RenderableType]:
        if view.doing:
            yield Text(view.doing, "dim", no_wrap=True, overflow="crop")
        if self.keys:
            yield Text(self._text("keys"), "bold")
        else:
            yield Text(self._text("watching", folder=self.folder), "dim")

    def _lines(self, renderables: Iterable[RenderableType]) -> list[Line]:
        options = self.console.options.update(height=None)
        return self.console.render_lines(Group(*renderables), options, pad=False)

    def _text(self, key: str, **data: object) -> str:
        return self.messages.text("watch", key, data)


def _joined(lines: Iterable[Line]) -> list[Segment]:
    """Return lines one below the other; the last one ends without a new line: nothing scrolls."""
    joined: list[Segment] = []
    for line in lines:
        joined += [*([Segment.line()] if joined else []), *line]
    return joined
