"""Answers that are arrays: what was asked, the student's answer, and the right one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader import spec
from grader.judge.compare import as_array, same_value
from grader.judge.context import Answered
from grader.judge.show import show_call, show_shape
from grader.pictures.grid import Array, draw_map, maps_of, span, wrong_cells
from grader.pictures.picture import GREEN, RED, Ink, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SMALL = 5
"""Sides of answers that are drawn all together."""
SEEN = 12
"""Sides of answers whose every cell can be read."""


@dataclass(frozen=True)
class Drawn:
    """A figure with what is to be said of it."""

    figure: Figure
    title: str
    told: str


@dataclass(frozen=True)
class _Case:
    answered: Answered
    signs: bool
    """Whether only the signs count."""

    @property
    def right(self) -> bool:
        expected, found = self.answered.case.answer, self.answered.outcome.value
        if not self.signs:
            return same_value(expected, found)
        found, expected = as_array(found), as_array(expected)
        if found is None or expected is None or found.shape != expected.shape:
            return False
        return not bool(wrong_cells(found, expected, signs=True).any())  # type: ignore[union-attr]


def draw_answers(
    name: str,
    checks: Sequence[spec.Check],
    answered: Sequence[Answered],
    failed: Sequence[str],
    ink: Ink,
) -> Drawn | None:
    """Draw one answer of a function, or all where they are small; None where there is none.

    `failed` are the groups of the checks that are not met: they are looked at first.
    """
    signs = {check.group for check in checks if isinstance(check, spec.Signs)}
    cases = [_Case(one, one.case.group in signs) for one in answered if _drawable(one)]
    if not cases:
        return None
    if len(cases) >= 3 and all(_is_small(case.answered.case.answer) for case in cases):
        return _gallery(name, cases[:7], ink)
    wrong = [case for case in cases if not case.right]
    of_failed = [case for case in wrong if case.answered.case.group in failed or not failed]
    case = (of_failed or wrong or [max(cases, key=_telling)])[0]
    return _one(name, case, ink)


def _drawable(answered: Answered) -> bool:
    return bool(
        answered.outcome.answered
        and maps_of(answered.case.answer)
        and maps_of(answered.outcome.value)
    )


def _is_small(answer: Any) -> bool:
    array = as_array(answer)
    return array is not None and array.ndim == 2 and max(array.shape) <= SMALL


def _telling(case: _Case) -> tuple[int, int]:
    """Return how much there is to be seen in the answer of a case, as long as it can be read: a
    few different numbers first, then many cells.
    """
    array = maps_of(case.answered.case.answer)[0][1]
    if max(array.shape) > SEEN:
        return 0, 0
    return min(len(np.unique(array)), 4), array.size


def _one(name: str, case: _Case, ink: Ink) -> Drawn:
    """Draw arguments, the student's answer and the right one, channel below channel."""
    answered = case.answered
    arguments = _pictured(answered.case.arguments)
    found, right = maps_of(answered.outcome.value), maps_of(answered.case.answer)
    marks = [_marks(f, r, case.signs) for (_, f), (_, r) in zip(found, right)]
    # What is asked for may be cut or moved: the limits are those of the right answer.
    limits = span(*(array for _, array in right))
    columns = [*arguments, (ink.text("yours"), found), (ink.text("right"), right)]
    rows = max(len(maps) for _, maps in columns)
    figure = new_figure(7.5 if len(columns) > 2 else 5.5, 0.8 + 2.05 * rows)
    grid = figure.subplots(rows, len(columns), squeeze=False)
    for place, (word, maps) in enumerate(columns):
        for row in range(rows):
            axes = grid[row, place]
            if row >= len(maps):
                axes.set_axis_off()
                continue
            part, array = maps[row]
            own = place >= len(arguments)
            wrong = marks[row] if word == ink.text("yours") and row < len(marks) else None
            draw_map(axes, array, ink, limits if own else span(array), wrong=wrong)
            ink.title(axes, f"{word} {part}".strip(), fontsize=8)
    verdict = _verdict(answered, case.signs, ink)
    _tell(grid[0, len(arguments)], verdict, case, ink)
    call = show_call(name, answered.case.arguments)
    ink.head(figure, call)
    return Drawn(figure, call, verdict)


def _tell(axes: Axes, verdict: str, case: _Case, ink: Ink) -> None:
    colour = GREEN if case.right else RED
    axes.set_xlabel(verdict, family=ink.family, fontsize=8, color=colour, parse_math=False)


def _pictured(arguments: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, Array]]]]:
    pairs = [(name, maps_of(value)) for name, value in arguments.items()]
    return [(name, maps) for name, maps in pairs if maps][:2]


def _marks(found: Array, right: Array, signs: bool) -> Array | None:
    return wrong_cells(found, right, signs=signs)


def _verdict(answered: Answered, signs: bool, ink: Ink) -> str:
    """Return in words how far an answer is from the right one."""
    found, right = answered.outcome.value, answered.case.answer
    whole, wanted = as_array(found), as_array(right)
    if whole is not None and wanted is not None:
        if whole.shape != wanted.shape:
            shapes = {"found": show_shape(whole.shape), "right": show_shape(wanted.shape)}
            return "✗ " + ink.text("other_shape", **shapes)
        wrong = wrong_cells(whole, wanted, signs=signs)
        count = 0 if wrong is None else int(wrong.sum())
        if count:
            return "✗ " + ink.text("cells_differ", count=count, cells=whole.size)
    if _Case(answered, signs).right:
        return "✓ " + ink.text("same")
    return "✗ " + ink.text("differs")


def _gallery(name: str, cases: Sequence[_Case], ink: Ink) -> Drawn:
    """Draw every answer above the right one."""
    figure = new_figure(7.5, 3.3)
    grid = figure.subplots(2, len(cases), squeeze=False)
    wrong: list[str] = []
    for place, case in enumerate(cases):
        right = maps_of(case.answered.case.answer)[0][1]
        found = maps_of(case.answered.outcome.value)[0][1]
        marks = wrong_cells(found, right, signs=case.signs)
        label = ", ".join(str(v) for v in case.answered.case.arguments.values())[:16]
        if not case.right:
            wrong.append(label)
        # One that is right at any strength is drawn at its own.
        own = span(found) if case.signs else span(right)
        draw_map(grid[0, place], found, ink, own, wrong=None if case.right else marks)
        draw_map(grid[1, place], right, ink, span(right))
        mark = "✓" if case.right else "✗"
        ink.title(grid[0, place], f"{mark} {label}", fontsize=8)
    for row, word in enumerate((ink.text("yours"), ink.text("right"))):
        grid[row, 0].set_ylabel(word, family=ink.family, fontsize=9)
    ink.head(figure, name)
    told = ink.text("all_right") if not wrong else ink.text("wrong_ones", names=", ".join(wrong))
    return Drawn(figure, name, told)
