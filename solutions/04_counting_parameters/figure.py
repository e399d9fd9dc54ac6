"""The figure of exercise 04: one input, three filters with a bias dot each, three maps."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

KOREAN = {
    "input": "입력",
    "F = 3 filters": "필터 F = 3개",
    "biases": "편향",
    "F = 3 maps": "특성 맵 F = 3장",
}

COLOURS = ("#0b5394", "#e69138", "#7f7f7f")
HATCHES = ("", "////", "....")
CHANNELS = ("#440154", "#31688e", "#35b779", "#fde725")
"""Viridis, dark to light, so that the slices can be told apart in grey, too."""
SHIFT = 0.17


def draw() -> Figure:
    """Return an input of four channels, three filters of four slices and their three maps."""
    figure = Figure(figsize=(9, 4.6), layout="constrained")
    axes = figure.subplots()
    _stack(axes, 0.0, 2.1, 2.6, 2.2, rows=7, columns=8)
    axes.add_patch(Rectangle((0.65, 3.357), 0.975, 0.629, fill=False, linewidth=3))
    axes.text(1.55, 5.2, "input", ha="center", fontsize=12, fontweight="bold")
    axes.text(1.55, 1.68, "W", ha="center", fontsize=11)
    axes.text(-0.25, 3.2, "H", ha="right", va="center", fontsize=11)
    axes.text(2.95, 2.1, "C = 4", ha="left", va="center", fontsize=11)
    for number in range(3):
        _filter(axes, 4.6 - 1.9 * number, number)
    axes.text(6.0, 6.5, "F = 3 filters", ha="center", fontsize=12, fontweight="bold")
    axes.text(8.2, 6.5, "biases", ha="center", fontsize=12, fontweight="bold")
    axes.text(10.9, 6.5, "F = 3 maps", ha="center", fontsize=12, fontweight="bold")
    axes.set_xlim(-0.8, 12.6)
    axes.set_ylim(0.1, 7.0)
    axes.set_aspect("equal")
    axes.set_axis_off()
    return figure


def _stack(
    axes: Axes, x: float, y: float, width: float, height: float, *, rows: int, columns: int
) -> None:
    """Draw the channels as sheets, the first one in front."""
    for channel in reversed(range(4)):
        left, bottom = x + SHIFT * channel, y + SHIFT * channel
        face = "#f3eaf5" if channel == 0 else CHANNELS[channel]
        edge = CHANNELS[0] if channel == 0 else "white"
        axes.add_patch(
            Rectangle((left, bottom), width, height, facecolor=face, edgecolor=edge, linewidth=1.2)
        )
    for row in range(1, rows):
        axes.plot([x, x + width], [y + height * row / rows] * 2, color=CHANNELS[0], linewidth=0.7)
    for column in range(1, columns):
        axes.plot(
            [x + width * column / columns] * 2, [y, y + height], color=CHANNELS[0], linewidth=0.7
        )


def _filter(axes: Axes, y: float, number: int) -> None:
    _stack(axes, 5.2, y, 1.2, 0.8, rows=2, columns=3)
    if number == 2:
        axes.text(5.8, y - 0.42, "kw", ha="center", fontsize=11)
        axes.text(5.05, y + 0.4, "kh", ha="right", va="center", fontsize=11)
        axes.text(6.6, y - 0.02, "C = 4", ha="left", va="center", fontsize=11)
    axes.text(7.35, y + 0.6, "+", ha="center", va="center", fontsize=16)
    axes.add_patch(Circle((8.2, y + 0.6), 0.2, facecolor=COLOURS[number], edgecolor="black"))
    axes.annotate(
        "", (9.75, y + 0.6), (8.75, y + 0.6), arrowprops={"arrowstyle": "-|>", "color": "black"}
    )
    axes.add_patch(
        Rectangle(
            (10.1, y - 0.05),
            1.6,
            1.3,
            facecolor="white",
            edgecolor=COLOURS[number],
            hatch=HATCHES[number],
            linewidth=1.5,
        )
    )
    box = {"boxstyle": "circle,pad=0.2", "facecolor": "white", "edgecolor": COLOURS[number]}
    axes.text(10.9, y + 0.6, str(number + 1), ha="center", va="center", fontsize=12, bbox=box)
