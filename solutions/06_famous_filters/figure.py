"""The figure of exercise 06: one letter as it is, and after five filters."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

KOREAN = {
    "picture": "이미지",
    "dark": "어두움",
    "light": "밝음",
}
UNTRANSLATED = frozenset({"blur", "sharpen", "edge", "sobel_x", "sobel_y"})
"""The names that `make_filter` takes."""

Array = np.ndarray[Any, Any]
INK = "#222222"
SIDE = 26
SOBEL = np.outer([1, 2, 1], [-1, 0, 1])
CROSS = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
MIDDLE = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
FILTERS = {
    "blur": np.full((3, 3), 1 / 9),
    "sharpen": 5 * MIDDLE - CROSS,
    "edge": 9 * MIDDLE - np.ones((3, 3)),
    "sobel_x": SOBEL,
    "sobel_y": SOBEL.T,
}


def _letter() -> Array:
    """Return a light letter on a darker ground, its edges smoothed by sampling 6 x 6 points."""
    path = TextPath((0, 0), "R", size=1, prop=FontProperties(family="DejaVu Sans", weight="bold"))
    box = path.get_extents()
    fine = (np.arange(6 * SIDE) + 0.5) / (6 * SIDE)
    x, y = np.meshgrid(fine, fine[::-1])
    scale = box.height / 0.66
    points = np.column_stack(
        [
            ((x - 0.5) * scale + (box.x0 + box.x1) / 2).ravel(),
            ((y - 0.5) * scale + (box.y0 + box.y1) / 2).ravel(),
        ]
    )
    inside = path.contains_points(points).reshape(SIDE, 6, SIDE, 6)
    return 0.25 + 0.6 * inside.mean(axis=(1, 3))


def _filtered(image: Array, kernel: Array) -> Array:
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, 1, mode="edge"), (3, 3))
    return np.einsum("ijuv,uv->ij", windows, kernel)


def _show(ax: Axes, values: Array, title: str, low: float, high: float) -> None:
    ax.imshow(values, cmap="cividis", vmin=low, vmax=high)
    ax.set_title(title, size=11, weight="bold", color=INK, family="monospace", pad=5)
    ax.set_xticks([])
    ax.set_yticks([])


def _key(ax: Axes, names: tuple[str, ...]) -> None:
    """Say what dark and light mean, from the bottom to the top."""
    ax.imshow(np.linspace(1, 0, 64)[:, None], cmap="cividis", aspect="auto")
    ax.set_xticks([])
    ax.set_yticks(np.linspace(63, 0, len(names)), names, size=11, color=INK)
    ax.yaxis.tick_right()
    ax.tick_params(length=0, pad=6)


def draw() -> Figure:
    """Return the figure."""
    figure = Figure(figsize=(9, 4.5))
    letter = _letter()
    pictures = {"picture": letter, **{name: _filtered(letter, k) for name, k in FILTERS.items()}}
    for n, (name, values) in enumerate(pictures.items()):
        row, column = divmod(n, 3)
        ax = figure.add_axes((0.09 + column * 0.265, 0.53 - row * 0.495, 0.2, 0.4))
        if name in ("edge", "sobel_x", "sobel_y"):
            reach = abs(values).max()
            _show(ax, values, name, -reach, reach)
        else:
            _show(ax, values, name, -0.35, 1.35)
    _key(figure.add_axes((0.86, 0.53, 0.02, 0.4)), ("dark", "light"))
    _key(figure.add_axes((0.86, 0.035, 0.02, 0.4)), ("\u2212", "0", "+"))
    return figure
