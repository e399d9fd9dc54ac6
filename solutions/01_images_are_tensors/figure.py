"""The figure of exercise 01: one block of numbers taken apart, and several stacked."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

KOREAN = {
    "one picture": "이미지 한 장",
    "its channels": "채널",
    "a batch": "배치",
    "one,\ngrey": "한 장,\n흑백",
}

INK = "#222222"
CHANNELS = (("R", "#b8480a"), ("G", "#00725a"), ("B", "#1f5fa8"))
PICTURE = np.array(
    [
        [[255, 250, 240, 12, 0], [255, 128, 90, 9, 0], [255, 64, 32, 5, 0], [200, 20, 10, 3, 0]],
        [[40, 90, 200, 90, 30], [60, 140, 255, 120, 40], [70, 150, 255, 110, 50], [8, 80, 180, 70, 6]],  # noqa: E501
        [[0, 4, 11, 180, 255], [0, 6, 24, 190, 255], [0, 7, 48, 210, 255], [0, 16, 96, 220, 255]],
    ]
)  # fmt: skip


def _sheet(ax: Axes, x: float, y: float, cell: float, channel: int, numbers: float) -> None:
    """Draw one channel with its top left corner at (x, y); `numbers` is the font size or 0."""
    values = PICTURE[channel]
    above = 10 - 3 * channel  # The first channel lies in front.
    rows, columns = values.shape
    for i in range(rows):
        for j in range(columns):
            shade = 0.62 + 0.38 * values[i, j] / 255
            box = Rectangle((x + j * cell, y - (i + 1) * cell), cell, cell, lw=0.5)
            box.set(facecolor=(shade,) * 3, edgecolor="#8a8a8a", zorder=above)
            ax.add_patch(box)
            if numbers:
                centre = (x + (j + 0.5) * cell, y - (i + 0.52) * cell)
                ax.text(
                    *centre,
                    str(values[i, j]),
                    ha="center",
                    va="center",
                    size=numbers,
                    zorder=above + 1,
                )
    colour = CHANNELS[channel][1]
    frame = Rectangle((x, y - rows * cell), columns * cell, rows * cell, fill=False, lw=2)
    frame.set(edgecolor=colour, zorder=above + 2)
    ax.add_patch(frame)


def _block(ax: Axes, x: float, y: float, size: tuple[float, float, float], label: str) -> None:
    """Draw a plain block of height, width and depth, its front's top left corner at (x, y)."""
    height, width, depth = size
    front = [(x, y), (x + width, y), (x + width, y - height), (x, y - height)]
    top = [(x, y), (x + depth, y + depth), (x + width + depth, y + depth), (x + width, y)]
    side = [
        (x + width, y),
        (x + width + depth, y + depth),
        (x + width + depth, y + depth - height),
        (x + width, y - height),
    ]
    for corners, shade in ((front, "#f4f1e8"), (top, "#ded8c6"), (side, "#c4bda8")):
        ax.add_patch(Polygon(corners, facecolor=shade, edgecolor=INK, lw=1))
    ax.text(x + width / 2, y - height / 2, label, ha="center", va="center", size=11, color=INK)


def _measure(
    ax: Axes, start: tuple[float, float], end: tuple[float, float], name: str, **at: float
) -> None:
    """Draw a double arrow with its name at (at["x"], at["y"])."""
    arrow = {"arrowstyle": "<->", "color": INK, "lw": 1.1, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", start, end, arrowprops=arrow)
    ax.text(at["x"], at["y"], name, ha="center", va="center", size=9.5, color=INK)


def _one_picture(ax: Axes) -> None:
    cell, step = 0.385, 0.2
    for channel in (2, 1, 0):
        x, y = 0.75 + channel * step, 3.0 + channel * step
        _sheet(ax, x, y, cell, channel, 7.2 if channel == 0 else 0)
    _measure(ax, (0.6, 3.0), (0.6, 3.0 - 4 * cell), "H = 4", x=0.29, y=2.23)
    _measure(ax, (0.75, 1.3), (0.75 + 5 * cell, 1.3), "W = 5", x=1.71, y=1.13)
    _measure(ax, (0.66, 3.1), (0.66 + 2 * step, 3.1 + 2 * step), "C = 3", x=0.55, y=3.46)
    ax.text(1.75, 4.12, "one picture", ha="center", size=11, weight="bold", color=INK)
    ax.text(1.75, 0.55, "(4, 5, 3)", ha="center", size=13, family="monospace", color=INK)


def _channels(ax: Axes) -> None:
    cell = 0.245
    for channel, (letter, colour) in enumerate(CHANNELS):
        y = 3.92 - channel * 1.07
        _sheet(ax, 4.05, y, cell, channel, 5.6)
        ax.text(
            3.87,
            y - 2 * cell,
            letter,
            ha="center",
            va="center",
            size=12,
            weight="bold",
            color=colour,
        )
    ax.text(4.66, 4.12, "its channels", ha="center", size=11, weight="bold", color=INK)
    ax.text(4.66, 0.55, "3 x (4, 5)", ha="center", size=13, family="monospace", color=INK)


def _batch(ax: Axes) -> None:
    for n in (1, 0):
        _block(ax, 6.45 + n * 1.12, 3.3, (0.64, 0.8, 0.2), str(n))
    _measure(ax, (6.45, 2.5), (8.5, 2.5), "N = 2", x=7.5, y=2.33)
    ax.text(7.5, 4.12, "a batch", ha="center", size=11, weight="bold", color=INK)
    ax.text(7.5, 1.98, "(2, 4, 5, 3)", ha="center", size=13, family="monospace", color=INK)
    _block(ax, 7.02, 1.63, (0.64, 0.8, 0.05), "0")
    ax.text(7.5, 0.55, "(1, 4, 5, 1)", ha="center", size=13, family="monospace", color=INK)
    ax.text(8.05, 1.31, "one,\ngrey", ha="left", va="center", size=9, color=INK)


def draw() -> Figure:
    """Return the figure."""
    figure = Figure(figsize=(9, 4.5))
    ax = figure.add_axes((0, 0, 1, 1), xlim=(0, 9), ylim=(0.1, 4.6))
    ax.set_axis_off()
    _one_picture(ax)
    _channels(ax)
    _batch(ax)
    for x in (3.4, 5.85):
        ax.plot([x, x], [0.5, 4.25], color="#bbbbbb", lw=0.8)
    return figure
