"""The figure of exercise 14: what a 1 x 1 kernel can know, and what a bottleneck does."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Polygon, Rectangle

KOREAN = {
    "lying": "누운 막대",
    "standing": "선 막대",
    "slanting": "비스듬한 막대",
    "3·3·16·32 = 4,608 weights": "가중치 3·3·16·32 = 4,608개",
}

INK, GROUND, EDGE = "#222222", "#e9e9e9", "#ffffff"
SIDE = 7
LIGHTS = ("#084594", "#2171b5", "#4292c6", "#6baed6", "#9ecae1")
"""Five blue pixels, none like another."""
BARS = (
    ("lying", tuple((3, 1 + i) for i in range(5))),
    ("standing", tuple((1 + i, 3) for i in range(5))),
    ("slanting", tuple((1 + i, 1 + i) for i in range(5))),
)
BLUE, ORANGE, GREY = "#2171b5", "#d55e00", "#666666"


def draw() -> Figure:
    """Return three pictures with one bag of pixels, and a bottleneck."""
    figure = Figure(figsize=(9, 3.9))
    left = figure.add_axes((0.0, 0.0, 0.53, 1.0))
    left.set(xlim=(-0.6, 27.2), ylim=(15.2, -2.6), aspect="equal")
    for number, (name, cells) in enumerate(BARS):
        _picture(left, 9.2 * number, name, cells)
        _bag(left, 9.2 * number)
    right = figure.add_axes((0.55, 0.0, 0.45, 1.0))
    right.set(xlim=(-0.3, 23.2), ylim=(17.2, -2.6), aspect="equal")
    _direct(right)
    _bottleneck(right)
    for axes in (left, right):
        axes.set_axis_off()
    return figure


def _picture(axes: Axes, x: float, name: str, cells: tuple[tuple[int, int], ...]) -> None:
    colours = dict(zip(cells, LIGHTS))
    for row in range(SIDE):
        for column in range(SIDE):
            colour = colours.get((row, column), GROUND)
            axes.add_patch(Rectangle((x + column, row), 1, 1, facecolor=colour, edgecolor=EDGE))
    axes.text(x + SIDE / 2, -0.6, name, ha="center", fontsize=11.5, color=INK)


def _bag(axes: Axes, x: float) -> None:
    middle = x + SIDE / 2
    axes.add_patch(
        FancyArrowPatch(
            (middle, 7.4), (middle, 9.2), arrowstyle="-|>", mutation_scale=14, color=INK
        )
    )
    axes.text(middle + 0.5, 8.2, "1 x 1", va="center", fontsize=10.5, color=INK, family="monospace")
    axes.add_patch(
        FancyBboxPatch((x + 0.35, 9.95), 6.3, 4.1, boxstyle="round,pad=0.3,rounding_size=1",
                       facecolor="white", edgecolor=GREY, linewidth=1.3)
    )  # fmt: skip
    for i, light in enumerate(LIGHTS):
        axes.add_patch(Rectangle((x + 1 + i, 10.4), 1, 1, facecolor=light, edgecolor=EDGE))
    for i in range(10):
        corner = (x + 1 + i % 5, 11.6 + i // 5)
        axes.add_patch(Rectangle(corner, 1, 1, facecolor=GROUND, edgecolor=EDGE))
    axes.text(x + 3.5, 13.95, "...", ha="center", fontsize=11, color=GREY)


def _stack(axes: Axes, x: float, middle: float, channels: int, colour: str) -> tuple[float, float]:
    """Draw so many channels as a column of thin bars; return its upper and lower end."""
    thick = 0.2
    top = middle - channels * thick / 2
    for i in range(channels):
        axes.add_patch(
            Rectangle((x, top + i * thick), 1.5, thick, facecolor=colour, edgecolor="white",
                      linewidth=0.5)
        )  # fmt: skip
    axes.text(x + 0.75, top + channels * thick + 0.25, str(channels), ha="center", va="top",
              fontsize=11.5, weight="bold", color=INK)  # fmt: skip
    return top, top + channels * thick


def _between(
    axes: Axes, start: float, ends: tuple[float, float], stop: float, other: tuple[float, float]
) -> None:
    corners = [(start, ends[0]), (stop, other[0]), (stop, other[1]), (start, ends[1])]
    axes.add_patch(Polygon(corners, facecolor="#f4f4f4", edgecolor="#cccccc", linewidth=0.8))


def _label(axes: Axes, x: float, y: float, kernel: str, weights: str, apart: float = 0) -> None:
    axes.text(x, y - 0.1 - apart, kernel, ha="center", va="bottom", fontsize=11, color=INK,
              family="monospace", weight="bold")  # fmt: skip
    axes.text(x, y + 0.2 + apart, weights, ha="center", va="top", fontsize=10.5, color=INK)


def _direct(axes: Axes) -> None:
    middle = 2.0
    first = _stack(axes, 0.3, middle, 16, BLUE)
    last = _stack(axes, 21.2, middle, 32, ORANGE)
    _between(axes, 1.9, first, 21.1, last)
    _label(axes, 11.5, middle, "3 x 3", "3·3·16·32 = 4,608 weights")


def _bottleneck(axes: Axes) -> None:
    middle = 12.2
    first = _stack(axes, 0.3, middle, 16, BLUE)
    few = _stack(axes, 9.4, middle, 5, "#009e73")
    last = _stack(axes, 21.2, middle, 32, ORANGE)
    _between(axes, 1.9, first, 9.3, few)
    _between(axes, 11.0, few, 21.1, last)
    _label(axes, 6.0, middle, "1 x 1", "1·1·16·5 = 80", apart=1.35)
    _label(axes, 16.8, middle, "3 x 3", "3·3·5·32 = 1,440")
