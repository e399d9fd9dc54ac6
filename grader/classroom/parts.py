"""What a class page is made of: tables, drawings, and the words for numbers, times, statuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from grader.classroom.model import ExerciseInfo
from grader.classroom.policy import HOUR
from grader.messages import Messages
from grader.report.model import GRAVITY
from grader.report.view import SYMBOLS as OF_STATUSES

NONE = "–"
SYMBOLS = {**OF_STATUSES, "missing": NONE, "excused": "○"}


@dataclass(frozen=True)
class Cell:
    """One cell of a table, or one name in a list."""

    text: str
    value: float | str | None = None
    """What it is sorted by, where that is not its text; `""` for none, which sorts last."""
    href: str = ""
    status: str = ""
    told: str = ""
    """For those who do not see what it looks like."""


@dataclass(frozen=True)
class Column:
    """A column, sorted as `"text"` or as `"number"`."""

    label: str
    kind: str = "number"
    wide: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]
    id: str = ""
    whole: bool = False
    """Whether it sums up the rows after it."""


@dataclass(frozen=True)
class Table:
    """A table that can be sorted."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Drawing:
    """A figure, with what stands above it."""

    svg: Markup
    caption: str = ""


def count(number: int) -> Cell:
    """Show how many."""
    return Cell(str(number), number)


def points_of(number: float) -> str:
    """Show points with no more than two decimals."""
    return f"{round(number, 2):g}"


def moment(seconds: float) -> str:
    """Show seconds since 1970 in this machine's time."""
    return f"{datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M}"


def percent(share: float | None) -> Cell:
    """Show a share from 0 to 1."""
    if share is None:
        return Cell(NONE, "")
    return Cell(f"{100 * share:.0f}%", round(share, 4))


class Words:
    """The words of one language for what stands on a class page."""

    def __init__(self, messages: Messages) -> None:
        self.messages = messages

    def t(self, key: str, **data: object) -> str:
        """Return a sentence of the class page."""
        return self.messages.text("class_page", key, data)

    def title(self, exercise: ExerciseInfo) -> str:
        """Return an exercise's title in this language, or in the one that it has."""
        titles = exercise.titles
        return titles.get(self.messages.language) or next(iter(titles.values()), exercise.slug)

    def status(self, status: str) -> str:
        """Return the word for one of the six statuses, for `"missing"` or `"excused"`."""
        known = status in GRAVITY
        return self.messages.text("status", status) if known else self.t(status)

    def check(self, check: str) -> str:
        """Return what a kind of check is called."""
        return self.messages.text("check", check) if self.messages.has("check", check) else check

    def span(self, seconds: float) -> str:
        """Return a time in its two greatest units."""
        minutes = int(seconds // 60)
        days, hours = minutes // 1440, minutes // 60
        if days:
            return self.t("span_days", days=days, hours=hours % 24)
        if hours:
            return self.t("span_hours", hours=hours, minutes=minutes % 60)
        return self.t("span_minutes", minutes=max(minutes, 1))

    def against_due(self, hours: float) -> Cell:
        """Show hours after the due date, or before it where they are below 0."""
        span = self.span(abs(hours) * HOUR)
        return Cell(self.t("after" if hours > 0 else "before", span=span), round(hours, 3))

    def seconds(self, seconds: float) -> Cell:
        """Show how long something took."""
        if seconds >= 600:
            return Cell(self.t("minutes", number=f"{seconds / 60:.0f}"), round(seconds, 3))
        number = f"{seconds:.{seconds < 10:d}f}"
        return Cell(self.t("seconds", number=number), round(seconds, 3))
