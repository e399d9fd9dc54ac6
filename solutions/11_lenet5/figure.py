"""The figure of exercise 11: LeNet-5's volumes, drawn to scale."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

KOREAN = {
    "input": "입력",
    "flatten": "펼치기",
    "output": "출력",
}

INK, PALE, ORANGE = "#22303c", "#8a949e", "#d55e00"
PICTURE, CONVOLVED, POOLED, DENSE = "#f4f5f6", "#9ec5e8", "#dce9f5", "#f6b26b"
PIXEL = 0.1
"""Side of one pixel."""
UNIT = 0.009
"""Height of one unit in the rows of numbers at the right."""
STEP = 0.075
"""How far the next map peeps out behind the one before."""
BASE = 1.05

# Name, left edge, pixels on a side, maps, colour, side of the window that the next layer lays
# on it.
VOLUMES = (
    ("input", 0.1, 32, 1, PICTURE, 5),
    ("C1", 4.5, 28, 6, CONVOLVED, 2),
    ("S2", 8.75, 14, 6, POOLED, 5),
    ("C3", 11.5, 10, 16, CONVOLVED, 2),
    ("S4", 14.6, 5, 16, POOLED, 0),
)
# Name, left edge, units, colour.
ROWS = (
    ("flatten", 17.35, 400, POOLED),
    ("C5", 18.7, 120, DENSE),
    ("F6", 19.95, 84, DENSE),
    ("output", 21.2, 10, "#b45f06"),
)
DIGIT = np.array([(6, 24), (16, 26), (25, 25), (20, 17), (16, 11), (14, 4)])


def draw() -> Figure:
    """Return the network from the picture on the left to ten classes on the right."""
    figure = Figure(figsize=(9, 2.1))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(-0.05, 22.15), ylim=(-0.3, 4.85), aspect="equal")
    axes.set_axis_off()
    ends = [_volume(axes, *volume) for volume in VOLUMES]
    left, bottom = VOLUMES[0][1], BASE
    x, y = (DIGIT * PIXEL + (left, bottom)).T
    axes.plot(x, y, color=INK, linewidth=3.5, solid_capstyle="round", solid_joinstyle="round")
    for index, (x, y) in enumerate(ends[:-1]):
        _, left, side, *_ = VOLUMES[index + 1]
        _leads(axes, (x, y), (left + 0.18 * side * PIXEL, BASE + 0.78 * side * PIXEL))
    for row in ROWS:
        _row(axes, *row)
    _steps(axes)
    return figure


def _volume(
    axes: Axes, name: str, left: float, side: int, maps: int, colour: str, window: int
) -> tuple[float, float]:
    """Draw the maps of a layer, the first in front; returns the right edge of the window on it."""
    length = side * PIXEL
    for number in reversed(range(maps)):
        corner = (left + STEP * number, BASE + STEP * number)
        axes.add_patch(
            Rectangle(corner, length, length, facecolor=colour, edgecolor=INK, linewidth=0.7)
        )
    _labels(axes, left + (length + STEP * (maps - 1)) / 2, name, f"{side} x {side} x {maps}")
    size = window * PIXEL
    corner = (left + 0.42 * length, BASE + 0.42 * length)
    if window:
        axes.add_patch(
            Rectangle(corner, size, size, fill=False, edgecolor=ORANGE, linewidth=1.8, zorder=4)
        )
    return corner[0] + size, corner[1] + size / 2


def _leads(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw the line from a window to the one cell that it becomes."""
    axes.plot(*zip(start, end, strict=True), color=ORANGE, linewidth=1.1, zorder=4)
    axes.plot(*end, "s", color=ORANGE, markersize=3.4, zorder=5)


def _row(axes: Axes, name: str, left: float, units: int, colour: str) -> None:
    """Draw a row of numbers as an upright bar."""
    axes.add_patch(
        Rectangle((left, BASE), 0.36, units * UNIT, facecolor=colour, edgecolor=INK, linewidth=0.7)
    )
    _labels(axes, left + 0.18, name, str(units) if name != "flatten" else "5 · 5 · 16")


def _labels(axes: Axes, x: float, name: str, size: str) -> None:
    axes.text(x, 0.6, name, fontsize=9.5, weight="bold", ha="center", va="center", color=INK)
    axes.text(x, 0.03, size, fontsize=8.5, ha="center", va="center", color=INK)


def _steps(axes: Axes) -> None:
    """Write between the names what leads from one volume to the next."""
    for x, text in ((3.9, "5 x 5"), (7.9, "2 x 2"), (10.85, "5 x 5"), (14.05, "2 x 2")):
        axes.text(x, 0.6, text, ha="center", va="center", fontsize=8.5, color=ORANGE)
    for x in (16.5, 17.83, 19.18, 20.43):
        arrow = {"arrowstyle": "-|>", "color": PALE, "lw": 1.2, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", (x + 0.7, BASE + 0.25), (x, BASE + 0.25), arrowprops=arrow)
