"""The figure of exercise 18: what seven networks cost and what they reach on hidden letters."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath

KOREAN = {
    "parameters": "파라미터 수",
    "accuracy on hidden letters": "숨겨 둔 글자의 정확도",
    "beside the points: filters": "점 옆의 수: 필터 수",
    "the budget": "예산",
    "gold 0.98": "금 0.98",
    "silver 0.93": "은 0.93",
    "bronze 0.72": "동 0.72",
    "convolutions,\nglobal maximum": "합성곱,\n전역 최댓값",
    "convolutions,\nglobal average": "합성곱,\n전역 평균",
    "convolutions,\nFlatten": "합성곱,\nFlatten",
    "no convolution": "합성곱 없음",
    "learned from": "학습한 글꼴",
    "and hidden": "그리고 숨긴 글꼴",
}

Array = np.ndarray[Any, Any]
INK, PALE, SIDE = "#222222", "#666666", 28
BUDGET = 15_000
TIERS = ((0.72, "bronze 0.72"), (0.93, "silver 0.93"), (0.98, "gold 0.98"))

# Measured as checks.py says: parameters, mean, lowest and highest accuracy.
KINDS = (
    ("convolutions,\nglobal maximum", "o", "#0072b2",
     ((4_978, 0.981, 0.970, 0.990), (14_378, 0.998, 0.996, 1.0))),
    ("convolutions,\nglobal average", "D", "#8c510a", ((14_378, 0.907, 0.863, 0.947),)),
    ("convolutions,\nFlatten", "s", "#d55e00",
     ((9_098, 0.789, 0.762, 0.829), (13_498, 0.884, 0.872, 0.901), (108_618, 0.881, 0.85, 0.911))),
    ("no convolution", "^", "#333333",
     ((14_320, 0.434, 0.405, 0.461), (14_500, 0.52, 0.513, 0.527))),
)  # fmt: skip
# Parameters and accuracy of a point; how far the text stands from it, in points.
LABELS = (
    (4_978, 0.981, "8, 16, 24", (-6, -15), "right"),
    (14_378, 0.998, "16, 32, 32", (-9, -1), "right"),
    (14_378, 0.907, "16, 32, 32", (-9, 1), "right"),
    (9_098, 0.789, "8, 16", (-9, -4), "right"),
    (13_498, 0.884, "8, 16, 16, Dense(64)", (-9, -9), "right"),
    (108_618, 0.881, "16, 32, Dense(128)", (-9, -4), "right"),
    (14_320, 0.434, "Dense(18)", (-9, -4), "right"),
    (14_500, 0.52, "2 x 2, Dense(70)", (-9, -4), "right"),
)
FACES = (("DejaVu Sans", "normal"), ("DejaVu Sans", "bold"), ("DejaVu Serif", "normal"))


def draw() -> Figure:
    """Return the networks by cost and accuracy, beside the typefaces."""
    figure = Figure(figsize=(9, 4.6))
    axes = figure.add_axes((0.05, 0.12, 0.685, 0.81))
    _grounds(axes)
    _points(axes)
    axes.legend(loc="upper left", bbox_to_anchor=(1.015, 0.6), frameon=False, fontsize=10.5,
                labelspacing=1.1, labelcolor=INK, handletextpad=0.4)  # fmt: skip
    figure.text(0.757, 0.955, "learned from", fontsize=10.5, color=INK)
    figure.text(0.757, 0.715, "and hidden", fontsize=10.5, color=INK, va="center")
    for index, (family, weight) in enumerate(FACES):
        place = figure.add_axes((0.757 + 0.075 * index, 0.8, 0.069, 0.135))
        _picture(place, _letter("A", family, weight, index))
    unknown = figure.add_axes((0.907, 0.645, 0.069, 0.135))
    unknown.set(xticks=(), yticks=(), facecolor="black")
    unknown.text(0.5, 0.48, "?", color="white", ha="center", va="center", fontsize=20,
                 transform=unknown.transAxes)  # fmt: skip
    return figure


def _grounds(axes: Axes) -> None:
    """Draw the budget, the tiers and the scales."""
    axes.set_xscale("log")
    axes.set(xlim=(2_500, 180_000), ylim=(0.38, 1.03))
    axes.add_patch(Rectangle((BUDGET, 0), 1e6, 2, facecolor="#eeeeee", edgecolor="none", zorder=0))
    axes.axvline(BUDGET, color=INK, linewidth=1.4, zorder=1)
    axes.text(BUDGET * 1.06, 0.395, "the budget", fontsize=10.5, color=INK)
    for height, name in TIERS:
        axes.axhline(height, color="#b08d00", linewidth=1.2, linestyle=(0, (5, 3)), zorder=1)
        axes.text(172_000, height + 0.008, name, fontsize=10, color="#7a6200", ha="right")
    axes.set_xticks((5_000, 15_000, 50_000, 150_000), ("5,000", "15,000", "50,000", "150,000"))
    axes.minorticks_off()
    axes.set_yticks((0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0))
    axes.set_xlabel("parameters", fontsize=11, color=INK)
    axes.text(2_500, 1.05, "accuracy on hidden letters", fontsize=11, color=INK)
    axes.text(2_600, 0.395, "beside the points: filters", fontsize=9.5, color=PALE)
    axes.tick_params(length=0, labelsize=10.5, colors=INK)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _points(axes: Axes) -> None:
    for name, marker, colour, points in KINDS:
        cost, mean, low, high = np.array(points).T
        axes.errorbar(cost, mean, yerr=(mean - low, high - mean), fmt=marker, color=colour,
                      markersize=8, elinewidth=1.6, capsize=3, label=name, clip_on=False,
                      zorder=3)  # fmt: skip
    for cost, height, text, offset, side in LABELS:
        axes.annotate(text, (cost, height), offset, textcoords="offset points", ha=side,
                      fontsize=9.5, color=PALE)  # fmt: skip


def _picture(axes: Axes, picture: Array) -> None:
    axes.imshow(picture, cmap="gray", vmin=0, vmax=1)
    axes.set(xticks=(), yticks=())


def _letter(text: str, family: str, weight: str, seed: int) -> Array:
    """Return a light letter on a dark, noisy ground, smoothed by 5 x 5 points a pixel."""
    path = TextPath((0, 0), text, size=17, prop=FontProperties(family=family, weight=weight))
    box = path.get_extents()
    fine = (np.arange(5 * SIDE) + 0.5) / 5 - SIDE / 2
    rng = np.random.default_rng(seed)
    angle, (right, up) = np.radians(rng.uniform(-15, 15)), rng.integers(-3, 4, 2)
    x, y = np.meshgrid(fine - right, -fine - up)
    x, y = x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)
    x, y = x + (box.x0 + box.x1) / 2, y + (box.y0 + box.y1) / 2
    inside = path.contains_points(np.column_stack([x.ravel(), y.ravel()]))
    picture = inside.reshape(SIDE, 5, SIDE, 5).mean(axis=(1, 3))
    return np.clip(picture + rng.normal(0, 0.15, picture.shape), 0, 1)
