"""The figure of exercise 13: what a unit sees through a stack, and what the stack costs."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

KOREAN = {
    "picture": "이미지",
    "three layers, stride 1": "세 층, 스트라이드 1",
    "pool 2 × 2": "풀링 2 × 2",
    "a pooling in between, stride 2": "사이에 풀링, 스트라이드 2",
    "two 3 × 3": "3 × 3 두 개",
    "one 5 × 5": "5 × 5 하나",
    "three 3 × 3": "3 × 3 세 개",
    "one 7 × 7": "7 × 7 하나",
    "weights, with C maps in and C maps out": "가중치 수 (입력도 출력도 특성 맵이 C장일 때)",
}

INK, GREY = "#22303c", "#e9ecef"
BLUE, ORANGE = "#0b5394", "#e69138"
STEP = 2.5
"""From one line of cells to the next."""
SHADES = ("#440154", "#31688e", "#35b779")
"""Viridis, dark to light, so that the layers can be told apart in grey, too."""


def draw() -> Figure:
    """Return two stacks seen from the side, and the weights of small and large windows."""
    figure = Figure(figsize=(9, 4.5))
    plain = figure.add_axes((0, 0.31, 0.5, 0.61))
    _stack(plain, [(3, 1), (3, 1), (3, 1)], 11, ["3 × 3"] * 3)
    plain.set_title("three layers, stride 1", fontsize=11, color=INK)
    jumping = figure.add_axes((0.5, 0.31, 0.5, 0.61))
    _stack(jumping, [(3, 1), (2, 2), (3, 1)], 12, ["3 × 3", "pool 2 × 2", "3 × 3"])
    jumping.set_title("a pooling in between, stride 2", fontsize=11, color=INK)
    _weights(figure.add_axes((0.115, 0.02, 0.36, 0.17)), ("two 3 × 3", 18), ("one 5 × 5", 25))
    _weights(figure.add_axes((0.63, 0.02, 0.36, 0.17)), ("three 3 × 3", 27), ("one 7 × 7", 49))
    figure.text(
        0.5, 0.235, "weights, with C maps in and C maps out", ha="center", fontsize=11, color=INK
    )
    return figure


def _stack(axes: Axes, layers: list[tuple[int, int]], pixels: int, names: list[str]) -> None:
    """Draw one line of cells per level, and what the unit on top looks at."""
    counts, jumps = [pixels], [1]
    for kernel, stride in layers:
        counts.append((counts[-1] - kernel) // stride + 1)
        jumps.append(jumps[-1] * stride)
    centres = [[i + 0.5 for i in range(pixels)]]
    for kernel, stride in layers:
        below = centres[-1]
        starts = range(0, len(below) - kernel + 1, stride)
        centres.append([(below[i] + below[i + kernel - 1]) / 2 for i in starts])
    seen = _seen(layers, len(centres[-1]) // 2)
    for level, places in enumerate(centres):
        if level:
            _cone(axes, centres, seen, level, layers[level - 1])
        for index, place in enumerate(places):
            _cell(axes, place, level, jumps[level], index in seen[level])
        label = "picture" if level == 0 else names[level - 1]
        axes.text(
            -0.35, STEP * level + 0.4, label, ha="right", va="center", fontsize=9.5, color=INK
        )
        text = str(len(seen[level])) if level else f"{len(seen[level])} px"
        axes.text(
            pixels + 0.3, STEP * level + 0.4, text, va="center", fontsize=10, weight="bold",
            color=INK,
        )  # fmt: skip
    axes.set(xlim=(pixels / 2 - 9.4, pixels / 2 + 9.4), ylim=(-0.1, 3 * STEP + 0.9), aspect="equal")
    axes.set_axis_off()


def _seen(layers: list[tuple[int, int]], unit: int) -> list[range]:
    """Return, level by level, the cells behind one unit of the last level."""
    seen = [range(unit, unit + 1)]
    for kernel, stride in reversed(layers):
        first, last = seen[0][0] * stride, seen[0][-1] * stride + kernel
        seen.insert(0, range(first, last))
    return seen


def _cone(
    axes: Axes, centres: list[list[float]], seen: list[range], level: int, layer: tuple[int, int]
) -> None:
    top, bottom = seen[level], seen[level - 1]
    y = STEP * level
    upper = (centres[level][top[0]] - 0.4, centres[level][top[-1]] + 0.4)
    lower = (centres[level - 1][bottom[0]] - 0.4, centres[level - 1][bottom[-1]] + 0.4)
    corners = [(upper[0], y), (upper[1], y), (lower[1], y - STEP + 0.8), (lower[0], y - STEP + 0.8)]
    axes.add_patch(Polygon(corners, facecolor=SHADES[level - 1], alpha=0.25, edgecolor="none"))
    for index in top:  # one window each
        place, first = centres[level][index], index * layer[1]
        ends = (centres[level - 1][first], centres[level - 1][first + layer[0] - 1])
        for end in ends:
            axes.plot([place, end], [y, y - STEP + 0.8], color=SHADES[level - 1], linewidth=0.8)


def _cell(axes: Axes, place: float, level: int, jump: int, seen: bool) -> None:
    face = (INK if level == 0 else SHADES[level - 1]) if seen else GREY
    axes.add_patch(
        Rectangle(
            (place - 0.4, STEP * level), 0.8, 0.8, facecolor=face,
            edgecolor="white" if seen else "#adb5bd", linewidth=0.8, zorder=2,
        )
    )  # fmt: skip


def _weights(axes: Axes, small: tuple[str, int], large: tuple[str, int]) -> None:
    axes.barh(0, small[1], height=0.7, color=BLUE, edgecolor=BLUE, linewidth=1.2)
    axes.barh(1, large[1], height=0.7, color="white", edgecolor=ORANGE, hatch="////", linewidth=1.2)
    for place, (_, weights) in enumerate((small, large)):
        axes.text(weights + 1, place, f"{weights} C²", va="center", fontsize=10, color=INK)
    axes.set_yticks((0, 1), (small[0], large[0]), fontsize=9.5, color=INK)
    axes.set(xlim=(0, 56), ylim=(1.5, -0.5), xticks=[])
    axes.tick_params(length=0)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color("#adb5bd")
