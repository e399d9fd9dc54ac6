"""The figure of exercise 16: a residual block, and what arrives at the first layer."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch

KOREAN = {
    "x as it is": "x 그대로",
    "without shortcuts": "지름길 없음",
    "with shortcuts": "지름길 있음",
    "convolutions": "합성곱의 수",
    "length of the gradient at the first convolution": "첫 합성곱의 기울기 길이",
}

INK, PALE, GRID = "#22303c", "#f2f4f6", "#dfe3e7"
BLUE, ORANGE = "#0b5394", "#d55e00"

# By depth, what `gradient_norm(build_deep_net(depth, skip), x, y)` of the solution gave without
# and with skip, for seeds 0 to 4: `keras.utils.set_random_seed(seed)`, then x of
# `np.random.rand(32, 8, 8, 1)` and y of `np.random.randint(0, 10, 32)`, then the network with
# Keras's own first weights (Keras 3.15.1, TensorFlow 2.21, CPU). Nothing is trained.
NORMS = {
    3: ((5.5e-2, 4.3e-2, 1.6e-2, 4.3e-2, 3.5e-2), (1.7e-1, 1.4e-1, 1.4e-1, 1.6e-1, 1.5e-1)),
    9: ((2.9e-3, 2.6e-3, 6.6e-4, 8.2e-4, 1.5e-3), (3.6e-1, 1.5e-1, 6.5e-2, 1.6e-1, 2.5e-1)),
    15: ((3.5e-4, 6.4e-4, 7.9e-5, 2.0e-4, 2.1e-4), (1.3e0, 1.2e-1, 1.1e-1, 3.2e-1, 1.2e-1)),
    21: ((2.2e-5, 4.3e-5, 1.1e-5, 1.8e-5, 8.7e-6), (3.4e-1, 9.6e-2, 8.4e-2, 4.9e-1, 4.7e-1)),
    27: ((1.7e-6, 1.0e-6, 2.7e-6, 2.6e-6, 6.8e-7), (2.3e0, 1.6e0, 8.4e-2, 7.7e-1, 7.1e-1)),
    33: ((7.0e-7, 9.8e-8, 4.3e-7, 2.2e-7, 1.6e-7), (1.3e0, 6.0e-1, 3.5e-1, 3.9e0, 2.3e0)),
    39: ((1.5e-8, 1.3e-8, 8.6e-9, 1.2e-8, 6.5e-9), (2.8e0, 2.7e0, 2.4e-1, 1.9e0, 2.1e0)),
    45: ((1.2e-9, 8.2e-10, 1.6e-9, 9.1e-10, 1.8e-9), (8.8e0, 3.4e0, 1.4e0, 1.0e1, 9.7e0)),
    51: ((1.2e-10, 5.5e-11, 1.2e-10, 9.2e-11, 3.9e-10), (1.2e1, 2.6e0, 3.7e0, 6.7e0, 8.5e0)),
    57: ((1.4e-11, 1.0e-11, 1.1e-11, 6.8e-12, 9.7e-12), (2.8e1, 5.8e0, 2.9e0, 2.7e1, 1.9e1)),
}  # fmt: skip


def draw() -> Figure:
    """Return the figure of the handout."""
    figure = Figure(figsize=(9, 4.5))
    block = figure.add_axes((0.0, 0.0, 0.34, 1.0))
    block.set(xlim=(0, 3.06), ylim=(0, 4.5))
    block.set_axis_off()
    _block(block)
    _curves(figure.add_axes((0.44, 0.13, 0.47, 0.76)))
    return figure


def _block(axes: Axes) -> None:
    left, right = 1.0, 2.42
    _label(axes, left, 4.2, "x", 15)
    _arrow(axes, (left, 4.03), (left, 3.6))
    for y, text in ((3.35, "3 × 3"), (2.75, "ReLU"), (2.15, "3 × 3")):
        _box(axes, left, y, text)
    for top in (3.1, 2.5):
        _arrow(axes, (left, top + 0.02), (left, top - 0.1))
    _arrow(axes, (left, 1.92), (left, 1.52))
    axes.add_patch(Circle((left, 1.36), 0.17, facecolor="white", edgecolor=INK, lw=1.6, zorder=3))
    _label(axes, left, 1.355, "+", 15)
    _arrow(axes, (left, 1.19), (left, 0.97))
    _box(axes, left, 0.75, "ReLU")
    _arrow(axes, (left, 0.52), (left, 0.3))
    _label(axes, left, 0.14, "relu( F(x) + x )", 11)

    axes.plot([left, right, right], [3.85, 3.85, 1.36], color=ORANGE, lw=3, zorder=1)
    _arrow(axes, (right, 1.36), (left + 0.19, 1.36), color=ORANGE, width=3)
    _label(axes, right + 0.2, 2.6, "x as it is", 11, color=ORANGE, rotation=270)
    axes.plot([0.34, 0.26, 0.26, 0.34], [3.58, 3.58, 1.92, 1.92], color=BLUE, lw=1.4)
    _label(axes, 0.1, 2.75, "F", 13, color=BLUE, style="italic")


def _box(axes: Axes, x: float, y: float, text: str) -> None:
    axes.add_patch(
        FancyBboxPatch(
            (x - 0.52, y - 0.19), 1.04, 0.38, boxstyle="round,pad=0.02,rounding_size=0.06",
            facecolor=PALE, edgecolor=INK, lw=1.2, zorder=2,
        )
    )  # fmt: skip
    _label(axes, x, y - 0.01, text, 11)


def _arrow(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    color: str = INK,
    width: float = 1.5,
) -> None:
    axes.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=7 + 4 * width, shrinkA=0, shrinkB=0,
            color=color, lw=width, zorder=2,
        )
    )  # fmt: skip


def _label(axes: Axes, x: float, y: float, text: str, size: float, **style: object) -> None:
    axes.text(x, y, text, **{"ha": "center", "va": "center", "color": INK, "zorder": 4,
                             "size": size, **style})  # fmt: skip


def _curves(axes: Axes) -> None:
    depths = np.array(list(NORMS))
    looks = (
        (BLUE, "o", "without shortcuts", (24, 3e-5)),
        (ORANGE, "s", "with shortcuts", (8, 8.0)),
    )
    for index, (color, marker, text, at) in enumerate(looks):
        norms = np.array([NORMS[depth][index] for depth in NORMS])
        axes.plot(depths, norms, marker, color=color, alpha=0.28, ms=4, mew=0)
        axes.plot(depths, np.median(norms, axis=1), color=color, marker=marker, lw=2, ms=5.5)
        _label(axes, *at, text, 11, color=color, ha="left", weight="bold")
    axes.set_yscale("log")
    axes.set(xlim=(0, 60), ylim=(1e-12, 1e3), xticks=depths)
    axes.set_yticks([10.0**p for p in range(-12, 4, 3)])
    axes.minorticks_off()
    axes.set_xlabel("convolutions", size=10.5, color=INK)
    axes.set_title("length of the gradient at the first convolution", size=11, color=INK, pad=8)
    axes.grid(axis="y", color=GRID, lw=0.8)
    axes.tick_params(colors=INK, labelsize=9.5, length=3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(INK)
    ends = (("0.000 000 000 01", (-8, -3), "right"), ("19", (8, -1), "left"))
    for index, (text, offset, side) in enumerate(ends):
        end = (57, float(np.median(NORMS[57][index])))
        axes.annotate(
            text, end, offset, textcoords="offset points", size=9.5, ha=side, va="center",
            color=INK, annotation_clip=False,
        )  # fmt: skip
