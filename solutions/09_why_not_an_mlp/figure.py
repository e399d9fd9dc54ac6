"""The figure of exercise 09: how four networks read letters that have moved."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

KOREAN = {
    "guessing": "찍기",
    "pixels away from the middle": "가운데에서 벗어난 픽셀 수",
    "accuracy": "정확도",
    "convolutions, one pooling,\nglobal maximum": "합성곱, 풀링 한 번,\n전역 최댓값",
    "convolutions, two poolings,\nFlatten": "합성곱, 풀링 두 번,\nFlatten",
    "convolutions, one pooling,\nFlatten": "합성곱, 풀링 한 번,\nFlatten",
    "the same letter,\nmoved": "같은 글자를\n옮긴 것",
}

Array = np.ndarray[Any, Any]
INK, SIDE = "#222222", 20
SHIFTS = (0, 1, 2, 3, 4)
LEFT, WIDTH = 0.075, 0.63

# Measured with the recipe of checks.py, means over the seeds 0-4; only `shift` of the test varies.
# Name, line, marker, colour, accuracies.
CURVES = (
    ("one pooling,\nglobal maximum", "-", "o", "#0072b2", (1.0, 0.89, 1.0, 0.881, 1.0)),
    ("two poolings,\nFlatten", "--", "s", "#d55e00", (1.0, 0.874, 0.328, 0.121, 0.06)),
    ("one pooling,\nFlatten", "-.", "^", "#8c510a", (1.0, 0.815, 0.161, 0.075, 0.09)),
    ("MLP", ":", "D", "#333333", (1.0, 0.588, 0.089, 0.08, 0.111)),
)


def draw() -> Figure:
    """Return the letter that moves above the four curves."""
    figure = Figure(figsize=(9, 4.9))
    axes = figure.add_axes((LEFT, 0.115, WIDTH, 0.63))
    _curves(axes)
    letter = _letter("Y")
    for shift in SHIFTS:
        middle = LEFT + WIDTH * (shift + 0.35) / 4.7
        _picture(figure.add_axes((middle - 0.047, 0.79, 0.094, 0.1725)), letter, shift)
    figure.text(0.728, 0.877, "the same letter,\nmoved", va="center", fontsize=10.5, color=INK)
    return figure


def _curves(axes: Axes) -> None:
    for name, line, marker, colour, accuracies in CURVES:
        label = name if name == "MLP" else f"convolutions, {name}"
        axes.plot(SHIFTS, accuracies, line, marker=marker, color=colour, linewidth=2.2,
                  markersize=7, label=label, clip_on=False, zorder=3)  # fmt: skip
    axes.axhline(0.1, color="#999999", linewidth=1, zorder=1)
    axes.text(0.0, 0.125, "guessing", fontsize=9.5, color="#666666", ha="center")
    axes.set(xlim=(-0.35, 4.35), ylim=(0, 1.03), xticks=SHIFTS, yticks=(0, 0.25, 0.5, 0.75, 1))
    axes.set_xlabel("pixels away from the middle", fontsize=11, color=INK)
    axes.set_ylabel("accuracy", fontsize=11, color=INK)
    axes.grid(axis="y", color="#e5e5e5")
    axes.tick_params(length=0, labelsize=10.5, colors=INK)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=10.5,
                handlelength=3.2, labelspacing=1.5, labelcolor=INK)  # fmt: skip


def _picture(axes: Axes, letter: Array, shift: int) -> None:
    axes.imshow(np.roll(letter, shift, axis=1), cmap="gray", vmin=0, vmax=1)
    axes.axvline(SIDE / 2 - 0.5, color="#e69f00", linewidth=1, linestyle=(0, (2, 2)))
    axes.set(xticks=(), yticks=())


def _letter(text: str) -> Array:
    """Return a light letter in the middle of a dark picture, smoothed by 5 x 5 points a pixel."""
    path = TextPath((0, 0), text, size=12.4, prop=FontProperties(family="DejaVu Sans"))
    box = path.get_extents()
    fine = (np.arange(5 * SIDE) + 0.5) / 5 - SIDE / 2
    x, y = np.meshgrid(fine + (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2 - fine)
    inside = path.contains_points(np.column_stack([x.ravel(), y.ravel()]))
    return inside.reshape(SIDE, 5, SIDE, 5).mean(axis=(1, 3))
