"""Networks as rows of boxes: height, width and channels of what each layer puts out."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.judge.show import show_shape
from grader.network import Departure, Facts, Layer, Network, Row, describe, walk
from grader.pictures.picture import DARK, QUIET, RED, Ink, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Shape = tuple["int | None", ...]
PER_LINE = 6
MOST = 30
"""So many boxes can be taken in; of more, those around the departure are drawn."""
OPEN = 8
"""The side that is drawn for one that the network leaves open."""
FACES = {"Conv": "#a9cdf0", "Pool": "#f5c48b", "Dense": "#b4dcae", "Input": "#f0f0f0"}
OTHERS = "#dcd5ea"
ROW = 1.72
"""The height of a row of boxes with their labels, in columns."""
CALL_LINES = 4
TALL, THICK, DEEP = 0.62, 0.30, 0.36
"""The longest side, the most channels and the deepest box, as shares of a column."""


@dataclass(frozen=True)
class Box:
    """One layer of one network."""

    number: int
    layer: Layer
    facts: Facts
    reads: tuple[int, ...] = ()
    """Where it reads something else than the box before it."""


@dataclass(frozen=True)
class Column:
    """The student's layer above the one that is expected; either may be missing."""

    yours: Box | None
    right: Box | None
    departs: bool = False


def columns_of(network: Network) -> list[Column]:
    """Return the columns of one network alone."""
    return [Column(box, None) for box in _boxes(network)]


def compared(departure: Departure, first: Row) -> list[Column]:
    """Return the columns of two networks that differ, the first row that departs marked."""
    yours, right = _boxes(departure.found), _boxes(departure.expected)
    return [
        Column(
            None if row.found_index is None else yours[row.found_index],
            None if row.expected_index is None else right[row.expected_index],
            row == first,
        )
        for row in departure.rows
    ]


def _boxes(network: Network) -> list[Box]:
    boxes = []
    for number, (layer, facts) in enumerate(zip(network.layers, walk(network))):
        far = layer.inputs if layer.inputs not in ((), (number - 1,)) else ()
        boxes.append(Box(number, layer, facts, far))
    return boxes


def chosen(columns: Sequence[Column]) -> tuple[list[Column], int]:
    """Return the columns that are drawn, and how many are not.

    Of a long network those that change the shape or learn something; of a longer one, those around
    the departure.
    """
    kept = list(columns)
    for merges in (True, False):
        if len(kept) > MOST:
            before = [None, *kept]
            kept = [c for c, b in zip(kept, before) if _matters(c, b, merges=merges)]
    if len(kept) > MOST:
        departing = next((i for i, c in enumerate(kept) if c.departs), 0)
        first = min(max(departing - MOST // 2, 0), len(kept) - MOST)
        kept = kept[first : first + MOST]
    return kept, len(columns) - len(kept)


def _matters(column: Column, before: Column | None, *, merges: bool) -> bool:
    if column.departs or before is None or before.yours is None or column.yours is None:
        return True
    layer = column.yours.layer
    learns = layer.kind.startswith(("Conv", "Dense", "Depth", "Separable"))
    other_shape = column.yours.facts.shape != before.yours.facts.shape
    return learns or other_shape or (merges and len(layer.inputs) > 1)


def draw(columns: Sequence[Column], head: str, ink: Ink) -> Figure:
    """Draw one network, or two beside each other, line by line."""
    shown, hidden = chosen(columns)
    two = any(column.right is not None for column in shown)
    width = math.ceil(len(shown) / math.ceil(len(shown) / PER_LINE))
    lines = [shown[i : i + width] for i in range(0, len(shown), width)]
    rows = len(lines) * (2 if two else 1)
    figure = new_figure(7.5, 0.9 + 1.25 * ROW * rows)
    axes = figure.add_subplot()
    axes.set(xlim=(-0.12, PER_LINE), ylim=(-rows * ROW - 0.14, 0.08), aspect="auto")
    axes.set_axis_off()
    scale = _Scale(shown)
    for line, part in enumerate(lines):
        _draw_line(axes, part, -ROW * line * (2 if two else 1), two, scale, ink)
    note = ink.text("to_scale")
    if hidden:
        note = f"{note} {ink.text('not_drawn', count=hidden)}"
    ink.write(axes, -0.1, -rows * ROW - 0.14, note, fontsize=7.5, color=QUIET, va="bottom")
    ink.head(figure, head)
    return figure


def _draw_line(
    axes: Axes, part: Sequence[Column], top: float, two: bool, scale: _Scale, ink: Ink
) -> None:
    from matplotlib.patches import Rectangle

    names = [ink.text("yours"), ink.text("right")] if two else [ink.text("yours")]
    for row, name in enumerate(names if two or top == 0 else ()):
        ink.write(axes, -0.1, top - ROW * row, name, fontsize=8.5, weight="bold", color=DARK)
    for place, column in enumerate(part):
        for row in range(len(names)):
            box = column.right if row else column.yours
            if box is None:
                _draw_gap(axes, place, top - ROW * row, ink.text("none" if row else "missing"), ink)
            else:
                _draw_box(axes, box, place, top - ROW * row, scale, ink)
        if not column.departs:
            continue
        height = ROW * len(names) - 0.02
        corner = (place - 0.07, top - height)
        axes.add_patch(Rectangle(corner, 1.0, height, fill=False, ec=RED, lw=1.6, ls="--"))
        said = f"✗ {ink.text('departs')}"
        ink.write(axes, place - 0.02, top - 0.13, said, fontsize=7.5, color=RED, weight="bold")


class _Scale:
    """How large a size is drawn: sides as they are, channels and units by their square root."""

    def __init__(self, columns: Sequence[Column]) -> None:
        boxes = [b for column in columns for b in (column.yours, column.right) if b is not None]
        shapes = [box.facts.shape for box in boxes]
        self._side = max([size or OPEN for s in shapes if len(s) == 3 for size in s[:2]] or [1])
        self._depth = max([s[2] or 1 for s in shapes if len(s) == 3] or [1])
        self._units = max([s[-1] or 1 for s in shapes if len(s) != 3 and s] or [1])

    def of(self, shape: Shape) -> tuple[float, float, float]:
        """Return height, thickness and depth of a box."""
        if len(shape) == 3:
            height, width = (max((size or OPEN) / self._side, 0.03) for size in shape[:2])
            return (
                TALL * height,
                max(THICK * math.sqrt((shape[2] or 1) / self._depth), 0.02),
                (DEEP * width),
            )
        units = math.prod(size or 1 for size in shape)
        return max(TALL * math.sqrt(min(units / self._units, 1)), 0.03), 0.06, 0.03


def _draw_gap(axes: Axes, place: float, top: float, word: str, ink: Ink) -> None:
    style = {"fontsize": 8, "color": QUIET, "ha": "center", "va": "center", "style": "italic"}
    ink.write(axes, place + 0.42, top - 0.62, word, **style)


def _draw_box(axes: Axes, box: Box, place: float, top: float, scale: _Scale, ink: Ink) -> None:
    middle = top - 0.62
    height, thick, deep = scale.of(box.facts.shape)
    _draw_solid(axes, (place + 0.04, middle - (height + 0.55 * deep) / 2), height, thick, deep, box)
    label = _label(box, ink)
    ink.write(axes, place, top - 1.07, label, fontsize=6.8, color=DARK, va="top", linespacing=1.15)


def _draw_solid(
    axes: Axes, corner: tuple[float, float], height: float, thick: float, deep: float, box: Box
) -> None:
    from matplotlib.patches import Polygon

    x, y = corner
    dx, dy = deep, 0.55 * deep
    face = next((c for kind, c in FACES.items() if kind in box.layer.kind), OTHERS)
    front = [(x, y), (x + thick, y), (x + thick, y + height), (x, y + height)]
    side = [(x + thick, y), (x + thick + dx, y + dy), (x + thick + dx, y + height + dy),
            (x + thick, y + height)]  # fmt: skip
    roof = [(x, y + height), (x + thick, y + height), (x + thick + dx, y + height + dy),
            (x + dx, y + height + dy)]  # fmt: skip
    for corners, shade in ((front, 1.0), (side, 0.55), (roof, 0.75)):
        axes.add_patch(Polygon(corners, closed=True, fc=face, ec=DARK, lw=0.6, alpha=1))
        if shade < 1:
            axes.add_patch(Polygon(corners, closed=True, fc="black", ec="none", alpha=0.2 * shade))


def _label(box: Box, ink: Ink) -> str:
    """Return number, call, shape and parameters of a layer, in short lines."""
    call = _call(box)
    cut = [*call[: CALL_LINES - 1], "…"] if len(call) > CALL_LINES else call
    lines = [*cut, show_shape(box.facts.shape)]
    if box.facts.parameters:
        lines.append(ink.text("parameters", count=f"{box.facts.parameters:,}"))
    if box.reads:
        lines.append("← " + ", ".join(map(str, box.reads)))
    return "\n".join(lines)


def _call(box: Box) -> list[str]:
    if box.layer.kind == "Input":
        return ["Input"]
    call = describe(box.layer).replace("GlobalAveragePool", "GlobalAverage Pool")  # a long word
    return textwrap.wrap(f"{box.number} {call}", 21, break_long_words=False)
