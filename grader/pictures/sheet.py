"""A sheet of maps: every cell of it as large as its number needs, all cells of one size."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.pictures.grid import LARGE, LEAST, Array, draw_map, room, written
from grader.pictures.picture import CHARACTERS, DARK, QUIET, Ink, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 7.5
"""Inches: as wide as a page shows without scrolling."""
EDGE, GAP = 0.12, 0.2
SMALLEST, LARGEST = 0.27, 0.42
"""Inches of a cell with a number in it."""
HEAD, WORD, TITLE, LINE, BELOW = 0.2, 0.22, 0.19, 0.19, 0.14
"""Inches that a line of the head, a heading, a title and a line of text take, and what is left
free below a map.
"""
LETTER = 0.075
"""Inches that a letter of a title takes."""


@dataclass(frozen=True)
class Panel:
    """One map with what stands above it."""

    title: str
    values: Array
    limits: tuple[float, float]
    grey: bool = False
    wrong: Array | None = None


@dataclass(frozen=True)
class Band:
    """Maps that belong together, under one word."""

    word: str
    lines: tuple[tuple[Panel, ...], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class _Placed:
    """A panel or a text (one of both) with its left upper corner in inches."""

    x: float
    y: float
    panel: Panel | None = None
    text: str = ""
    strong: bool = False


def draw_sheet(
    head: str,
    bands: Sequence[Band],
    below: Sequence[tuple[str, str]],
    ink: Ink,
    *,
    small: bool = False,
) -> Figure:
    """Draw bands, side by side where each has one map and they fit, else one below the other; the
    last two are compared and stay together. `below` are sentences with their colours.
    Cells are as large as is pleasant, or as `small` as can be read.
    """
    unit = _unit(bands, small)
    lines = textwrap.wrap(head, int(WIDTH * CHARACTERS), max_lines=2, placeholder=" …")
    placed, bottom = _placed(bands, EDGE + HEAD * len(lines) + 0.08, unit)
    told = [(line, c) for text, c in below for line in textwrap.wrap(text, int(WIDTH * 12))]
    height = bottom + LINE * len(told) + EDGE
    figure = new_figure(WIDTH, height, layout=None)
    for number, line in enumerate(lines):
        at = (EDGE, EDGE + HEAD * number)
        _write(figure, *at, height, line, ink, fontsize=11, color=DARK)
    for one in placed:
        _put(figure, one, unit, height, ink)
    for number, (line, colour) in enumerate(told):
        _write(figure, EDGE, bottom + LINE * number, height, line, ink, fontsize=9, color=colour)
    return figure


def _put(figure: Figure, one: _Placed, unit: float, height: float, ink: Ink) -> None:
    if one.panel is None:
        style: dict[str, Any] = {"fontsize": 8.5, "color": QUIET}
        if one.strong:
            style = {"fontsize": 9.5, "color": DARK, "weight": "bold"}
        _write(figure, one.x, one.y, height, one.text, ink, **style)
        return
    values = one.panel.values
    wide, high = values.shape[1] * unit, values.shape[0] * unit
    axes = figure.add_axes(
        (one.x / WIDTH, 1 - (one.y + high) / height, wide / WIDTH, high / height)
    )
    draw_map(
        axes, values, ink, one.panel.limits, wrong=one.panel.wrong, grey=one.panel.grey,
        cell=unit * 72,
    )  # fmt: skip
    axes.set_aspect("auto")  # the cells are square already


def _write(
    figure: Figure, x: float, y: float, height: float, text: str, ink: Ink, **style: Any
) -> None:
    at = (x / WIDTH, 1 - y / height)
    figure.text(*at, text, family=ink.family, parse_math=False, va="top", **style)


def _panels(bands: Sequence[Band]) -> list[Panel]:
    return [panel for band in bands for line in band.lines for panel in line]


def _unit(bands: Sequence[Band], small: bool) -> float:
    """Return the side of a cell in inches: large enough for large numbers, less where a line of
    maps would not fit else, but never too small for numbers that can be read: lines are wrapped
    then. Maps without numbers are made to fit.
    """
    lines = [line for band in bands for line in band.lines]
    panels = _panels(bands)
    if not panels:
        return SMALLEST
    fits: float = min(
        (WIDTH - 2 * EDGE - GAP * (len(line) - 1)) / sum(p.values.shape[1] for p in line)
        for line in lines
    )
    if not all(written(panel.values) for panel in panels):
        return min(fits, SMALLEST)
    needs = [max(room(panel.values, size) for panel in panels) / 72 for size in (LEAST, LARGE)]
    least = min(max(needs[0], SMALLEST), LARGEST)
    return least if small else max(min(max(needs[1], SMALLEST), LARGEST, fits), least)


def _slot(panel: Panel, unit: float) -> float:
    """Return the inches that a panel takes in a line."""
    return max(float(panel.values.shape[1]) * unit, LETTER * len(panel.title))


def _placed(bands: Sequence[Band], top: float, unit: float) -> tuple[list[_Placed], float]:
    """Return where everything is, and where it ends."""
    if any(len(band.lines) != 1 or len(band.lines[0]) != 1 for band in bands):
        return _stacked(bands, top, unit)
    for rows in ([bands], [bands[:-2], bands[-2:]]):
        if all(_row_wide(row, unit) <= WIDTH - 2 * EDGE for row in rows):
            placed, y = [], top
            for row in filter(None, rows):
                some, y = _side_by_side(row, y, unit)
                placed.extend(some)
            return placed, y
    return _stacked(bands, top, unit)


def _row_wide(bands: Sequence[Band], unit: float) -> float:
    return sum(_one_wide(band, unit) + GAP for band in bands) - GAP


def _one_wide(band: Band, unit: float) -> float:
    return max(_slot(band.lines[0][0], unit), LETTER * 1.15 * len(band.word))


def _side_by_side(bands: Sequence[Band], top: float, unit: float) -> tuple[list[_Placed], float]:
    placed, x, bottom = [], EDGE, top
    titled = any(band.lines[0][0].title for band in bands)
    for band in bands:
        panel = band.lines[0][0]
        under = top + WORD + (TITLE if titled else 0)
        placed.append(_Placed(x, top, text=band.word, strong=True))
        placed.append(_Placed(x, top + WORD, text=panel.title))
        placed.append(_Placed(x, under, panel))
        x += _one_wide(band, unit) + GAP
        bottom = max(bottom, under + panel.values.shape[0] * unit)
    return placed, bottom + BELOW


def _stacked(bands: Sequence[Band], top: float, unit: float) -> tuple[list[_Placed], float]:
    placed, y = [], top
    for band in bands:
        placed.append(_Placed(EDGE, y, text=band.word, strong=True))
        y += WORD
        if band.note:
            placed.append(_Placed(EDGE, y, text=band.note))
            y += TITLE + BELOW
        for line in (part for whole in band.lines for part in _wrapped(whole, unit)):
            x, titled = EDGE, any(panel.title for panel in line)
            for panel in line:
                placed.append(_Placed(x, y, text=panel.title))
                placed.append(_Placed(x, y + (TITLE if titled else 0), panel))
                x += _slot(panel, unit) + GAP
            y += max(p.values.shape[0] for p in line) * unit + BELOW + (TITLE if titled else 0)
    return placed, y


def _wrapped(line: Sequence[Panel], unit: float) -> Iterator[list[Panel]]:
    """Yield parts of a line that fit; all cut at the same places that are equally wide."""
    part: list[Panel] = []
    for panel in line:
        wide = sum(_slot(one, unit) + GAP for one in [*part, panel]) - GAP
        if part and wide > WIDTH - 2 * EDGE + 1e-6:
            yield part
            part = []
        part.append(panel)
    if part:
        yield part
