"""The figure of exercise 03: three strips, their windows, and the cells that are left over."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

KOREAN = {
    "3 places": "자리 3개",
    "4 places": "자리 4개",
}

BLUE, ORANGE, PALE, GREY = "#0b5394", "#b45f06", "#cfe2f3", "#555555"


def draw() -> Figure:
    """Return three strips: valid with a leftover cell, same with a zero, and a dilated window."""
    figure = Figure(figsize=(9, 4.6), layout="constrained")
    axes = figure.subplots(3, 1, height_ratios=[_height(places) for places in (3, 4, 4)])
    _strip(axes[0], 8, windows=[(1, 2, 3), (3, 4, 5), (5, 6, 7)], unread=8)
    _title(axes[0], 'padding="valid"', "n = 8, k = 3, s = 2", "3 places")
    _strip(axes[1], 8, windows=[(1, 2, 3), (3, 4, 5), (5, 6, 7), (7, 8, 9)], zero=9)
    _title(axes[1], 'padding="same"', "n = 8, k = 3, s = 2", "4 places")
    _strip(axes[2], 8, windows=[(1, 3, 5), (2, 4, 6), (3, 5, 7), (4, 6, 8)])
    _title(axes[2], "dilation = 2", "n = 8, k = 3, s = 1", "4 places")
    return figure


def _height(places: int) -> float:
    return 1.5 + 0.42 * places


def _strip(
    axes: Axes,
    n: int,
    *,
    windows: list[tuple[int, ...]],
    unread: int | None = None,
    zero: int | None = None,
) -> None:
    for cell in range(1, n + 1):
        if cell == unread:
            _cell(axes, cell, "", facecolor="white", hatch="////")
        else:
            _cell(axes, cell, str(cell), facecolor=PALE)
    if zero is not None:
        _cell(axes, zero, "0", facecolor="white", edge=ORANGE, linestyle="--", linewidth=2)
    for row, taps in enumerate(windows):
        _window(axes, taps, -0.3 - 0.42 * row, row + 1)
    axes.set_xlim(-2.5, n + 4.1)
    axes.set_ylim(1.05 - _height(len(windows)), 1.05)
    axes.set_axis_off()


def _cell(axes: Axes, cell: int, text: str, *, edge: str = "black", **style: Any) -> None:
    axes.add_patch(Rectangle((cell + 0.04, 0.1), 0.92, 0.8, edgecolor=edge, **style))
    axes.text(cell + 0.5, 0.48, text, ha="center", va="center", fontsize=12, color=edge)


def _window(axes: Axes, taps: tuple[int, ...], y: float, place: int) -> None:
    axes.plot([taps[0] + 0.5, taps[-1] + 0.5], [y, y], color=BLUE, linewidth=1.6)
    for tap in taps:
        axes.add_patch(
            Rectangle((tap + 0.02, y - 0.14), 0.96, 0.28, facecolor=BLUE, edgecolor="white")
        )
    axes.text(taps[0] - 0.15, y, str(place), ha="right", va="center", fontsize=10, color=BLUE)


def _title(axes: Axes, name: str, setting: str, places: str) -> None:
    axes.text(-2.5, 0.68, name, fontsize=12, fontweight="bold", va="center")
    axes.text(-2.5, 0.22, setting, fontsize=10, color=GREY, va="center")
    axes.text(10.35, 0.48, places, fontsize=12, fontweight="bold", color=BLUE, va="center")
