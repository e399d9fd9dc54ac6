"""The figure of exercise 07: how many windows look at each pixel."""

from __future__ import annotations

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

KOREAN = {
    '"valid", stride 1': '"valid", 스트라이드 1',
    '"same", stride 1': '"same", 스트라이드 1',
    '"valid", stride 2': '"valid", 스트라이드 2',
    '"same", stride 2': '"same", 스트라이드 2',
    "how many windows look here": "여기를 보는 창의 수",
    "nobody looks here": "아무 창도 보지 않음",
    "zeros laid around": "둘레에 두른 0",
    "first and last window": "첫 창과 마지막 창",
}

SIZE, WINDOW = 6, 3
ORANGE, GREY, INK = "#d55e00", "#e3e3e3", "#333333"

# Title, stride, zeros laid before and after, number of windows.
PANELS = (
    ('"valid", stride 1', 1, 0, 0, 4),
    ('"same", stride 1', 1, 1, 1, 6),
    ('"valid", stride 2', 2, 0, 0, 2),
    ('"same", stride 2', 2, 0, 1, 3),
)


def draw() -> Figure:
    """Return four maps of a 6 x 6 picture under 3 x 3 windows."""
    figure = Figure(figsize=(9, 3.1))
    for index, (title, stride, before, after, windows) in enumerate(PANELS):
        axes = figure.add_axes((0.008 + 0.248 * index, 0.15, 0.24, 0.74))
        _zeros(axes, before, after)
        _counts(axes, stride, before, windows)
        for start in (-before, (windows - 1) * stride - before):
            _window(axes, start)
        axes.set_title(title, fontsize=11, color=INK, pad=4, family="monospace")
        axes.set(xlim=(-1.15, SIZE + 1.15), ylim=(SIZE + 1.15, -1.15), aspect="equal")
        axes.set_axis_off()
    _legend(figure)
    return figure


def _counts(axes: Axes, stride: int, before: int, windows: int) -> None:
    line = np.zeros(SIZE, dtype=int)
    for i in range(windows):
        first = i * stride - before
        line[max(first, 0) : first + WINDOW] += 1
    for row, column in np.ndindex(SIZE, SIZE):
        count = int(line[row] * line[column])
        dark = count >= 6
        face = colormaps["viridis_r"](count / 10) if count else "white"
        axes.add_patch(
            Rectangle(
                (column, row), 1, 1, facecolor=face, edgecolor="white" if count else "#888888",
                linewidth=0.8, hatch=None if count else "////", zorder=2,
            )
        )  # fmt: skip
        axes.text(
            column + 0.5, row + 0.5, str(count), ha="center", va="center", fontsize=10, zorder=3,
            weight="normal" if count else "bold", color="white" if dark else "black",
            bbox=None if count else {"facecolor": "white", "edgecolor": "none", "pad": 1.2},
        )  # fmt: skip


def _zeros(axes: Axes, before: int, after: int) -> None:
    for row, column in np.ndindex(before + SIZE + after, before + SIZE + after):
        corner = (column - before, row - before)
        axes.add_patch(Rectangle(corner, 1, 1, facecolor=GREY, edgecolor="white", linewidth=0.8))


def _window(axes: Axes, start: int) -> None:
    axes.add_patch(
        Rectangle(
            (start, start), WINDOW, WINDOW, fill=False, edgecolor=ORANGE, linewidth=2.2, zorder=4
        )
    )


def _legend(figure: Figure) -> None:
    axes = figure.add_axes((0, 0, 1, 0.13))
    axes.set(xlim=(0, 90), ylim=(0, 4))
    axes.set_axis_off()
    entries = (
        (4, {"facecolor": colormaps["viridis_r"](0.4), "edgecolor": "white"},
         "how many windows look here"),
        (32, {"facecolor": "white", "edgecolor": "#888888", "hatch": "////"}, "nobody looks here"),
        (51, {"facecolor": GREY, "edgecolor": "white"}, "zeros laid around"),
        (70, {"fill": False, "edgecolor": ORANGE, "linewidth": 2.2}, "first and last window"),
    )  # fmt: skip
    for left, style, text in entries:
        axes.add_patch(Rectangle((left, 1), 2, 2, **style))
        axes.text(left + 2.8, 1.9, text, va="center", fontsize=9.5, color=INK)
