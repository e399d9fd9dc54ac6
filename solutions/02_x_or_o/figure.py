"""The figure of exercise 02: an X, three patterns, and the map of each."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure

KOREAN = {
    "image  9 x 9": "이미지  9 x 9",
    "pattern  3 x 3": "패턴  3 x 3",
    "map  7 x 7": "활성화 지도  7 x 7",
    "+  is  +1     \u2212  is  \u22121": "+는 +1     \u2212는 \u22121",
}

Array = np.ndarray[Any, Any]
INK = "#222222"

CROSS = np.maximum(np.eye(7), np.fliplr(np.eye(7)))
IMAGE = np.pad(2 * CROSS - 1, 1, constant_values=-1)
FALLING = 2 * np.eye(3) - 1
PATTERNS = (FALLING, np.fliplr(FALLING), np.array([[1, -1, 1], [-1, 1, -1], [1, -1, 1]]))


def _map(kernel: Array) -> Array:
    windows = np.lib.stride_tricks.sliding_window_view(IMAGE, kernel.shape)
    return (windows * kernel).mean(axis=(2, 3))


def _short(value: float) -> str:
    """Two places without the leading zero; the minus as wide as a plus."""
    digits = f"{abs(value):.2f}".removeprefix("0").replace("1.00", "1")
    return ("\u2212" if value < 0 else "") + digits


def _cells(ax: Axes, values: Array, texts: list[list[str]], size: float) -> None:
    """Show numbers as shaded cells; light text on dark cells, so that grey print reads, too."""
    ax.imshow(values, cmap="cividis", vmin=-1, vmax=1)
    shades = colormaps["cividis"]((values + 1) / 2)
    for i, row in enumerate(texts):
        for j, text in enumerate(row):
            ink = "white" if shades[i, j, :3].mean() < 0.48 else "black"
            ax.text(j, i + 0.04, text, ha="center", va="center", size=size, color=ink)
    rows, columns = values.shape
    ax.set_xticks(np.arange(columns + 1) - 0.5, [])
    ax.set_yticks(np.arange(rows + 1) - 0.5, [])
    ax.grid(color="white", lw=0.8)
    ax.tick_params(length=0)
    for spine in ax.spines.values():
        spine.set(color=INK, lw=1)


def _signs(values: Array) -> list[list[str]]:
    return [["+" if value > 0 else "\u2212" for value in row] for row in values]


def draw() -> Figure:
    """Return the figure."""
    figure = Figure(figsize=(9, 4.5))
    image = figure.add_axes((0.015, 0.165, 0.33, 0.66))
    _cells(image, IMAGE, _signs(IMAGE), 12)
    image.set_title("image  9 x 9", size=11, weight="bold", color=INK, pad=7)
    for column, pattern in enumerate(PATTERNS):
        left = 0.372 + column * 0.21
        small = figure.add_axes((left + 0.06, 0.7, 0.08, 0.16))
        _cells(small, pattern, _signs(pattern), 10)
        large = figure.add_axes((left, 0.165, 0.2, 0.4))
        scores = _map(pattern)
        _cells(large, scores, [[_short(value) for value in row] for row in scores], 7)
        arrow = {"arrowstyle": "-|>", "color": INK, "lw": 1.3, "shrinkA": 0, "shrinkB": 0}
        large.annotate("", (0.5, 1.06), (0.5, 1.27), xycoords="axes fraction", arrowprops=arrow)
        if column == 1:
            small.set_title("pattern  3 x 3", size=11, weight="bold", color=INK, pad=7)
            large.set_xlabel("map  7 x 7", size=11, weight="bold", color=INK, labelpad=7)
    figure.text(0.18, 0.09, "+  is  +1     \u2212  is  \u22121", ha="center", size=10, color=INK)
    return figure
