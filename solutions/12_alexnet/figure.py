"""The figure of exercise 12: AlexNet's two halves, and what each layer learns."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

KOREAN = {
    "the note: 177M,\npool5 forgotten": "노트: 177M,\npool5를 빠뜨림",
    "weights (log scale)": "가중치 수 (로그 눈금)",
}

INK, PALE, ORANGE = "#22303c", "#8a949e", "#d55e00"
BLUE = "#9ec5e8"
DENSE = "#f6b26b"

# Name, maps or units on each GPU (of fc8: on both), side of the maps, whether it reads both GPUs.
LAYERS = (
    ("conv1", 48, 55, True),
    ("conv2", 128, 27, False),
    ("conv3", 192, 13, True),
    ("conv4", 192, 13, False),
    ("conv5", 128, 13, False),
    ("fc6", 2048, 1, True),
    ("fc7", 2048, 1, True),
    ("fc8", 1000, 1, True),
)
LAST = len(LAYERS) - 1
GPUS, BETWEEN = (1.7, 0.5), 1.1
"""Where the two GPUs are drawn, and the middle."""
# Weights of both GPUs together, without biases, as the note counts.
WEIGHTS = (34_848, 307_200, 884_736, 663_552, 442_368, 37_748_736, 16_777_216, 4_096_000)
NOTE = {5: 177_209_344}
"""What the note counts, where its slip is large enough to be seen."""
WIDTH = 0.44


def draw() -> Figure:
    """Return the two GPUs above and the weights below, layer by layer."""
    figure = Figure(figsize=(9, 4.7))
    towers = figure.add_axes((0.09, 0.58, 0.9, 0.4))
    bars = figure.add_axes((0.09, 0.09, 0.9, 0.46))
    _towers(towers)
    _bars(bars)
    for axes in (towers, bars):
        axes.set_xlim(-0.85, 7.5)
    return figure


def _towers(axes: Axes) -> None:
    axes.set_ylim(-0.1, 2.3)
    axes.set_axis_off()
    for number, y in enumerate(GPUS, 1):
        axes.text(-0.98, y, f"GPU {number}", ha="right", va="center", fontsize=10, color=INK)
    axes.add_patch(
        Rectangle((-0.85, 0.65), 0.3, 0.9, facecolor="#f4f5f6", edgecolor=INK, linewidth=0.8)
    )
    axes.text(-0.7, BETWEEN, "RGB", ha="center", va="center", fontsize=8, color=INK, rotation=90)
    for x, (_, units, side, both) in enumerate(LAYERS):
        for y in GPUS if x < LAST else (BETWEEN,):
            _box(axes, x, y, units, side)
            for other in GPUS if x else (BETWEEN,):
                if other == y or both:
                    _arrow(axes, x, other, y)


def _arrow(axes: Axes, x: int, start: float, end: float) -> None:
    """Draw what a layer reads: from the other GPU in another colour."""
    crossing = start != end and 0 < x < LAST
    arrow = {
        "arrowstyle": "-|>",
        "color": ORANGE if crossing else PALE,
        "lw": 1.5 if crossing else 1.2,
        "shrinkA": 1,
        "shrinkB": 1,
    }
    left = x - 1 + WIDTH / 2 if x else -0.55
    axes.annotate("", (x - WIDTH / 2, end), (left, start), arrowprops=arrow)


def _box(axes: Axes, x: float, y: float, units: int, side: int) -> None:
    height = 0.84 if side > 1 else 0.62
    corner = (x - WIDTH / 2, y - height / 2)
    colour = BLUE if side > 1 else DENSE
    axes.add_patch(Rectangle(corner, WIDTH, height, facecolor=colour, edgecolor=INK, linewidth=0.8))
    lines = [f"{side} x", f"{side} x", str(units)] if side > 1 else [str(units)]
    axes.text(
        x, y, "\n".join(lines), ha="center", va="center", fontsize=8.5, color=INK, linespacing=1.15
    )


def _bars(axes: Axes) -> None:
    axes.set_yscale("log")
    axes.set_ylim(1e4, 4e8)
    behind = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    for x, weights in enumerate(WEIGHTS):
        dense = x > 4
        axes.bar(
            x, weights, 0.62, color=DENSE if dense else BLUE, edgecolor=INK, linewidth=0.8, zorder=2
        )
        if x in NOTE:
            axes.bar(
                x, NOTE[x] - weights, 0.62, bottom=weights, color="white", edgecolor=ORANGE,
                hatch="////", linewidth=1.2, zorder=2,
            )  # fmt: skip
            axes.text(
                x + 0.4, NOTE[x] * 0.95, "the note: 177M,\npool5 forgotten", fontsize=8.5,
                color=ORANGE, va="center", bbox=behind,
            )  # fmt: skip
        y, va = (weights / 1.35, "top") if x in NOTE else (weights * 1.2, "bottom")
        axes.text(x, y, _short(weights), ha="center", va=va, fontsize=9, color=INK)
    axes.set_xticks(range(8), [layer[0] for layer in LAYERS], fontsize=10, color=INK)
    axes.set_yticks([1e4, 1e5, 1e6, 1e7, 1e8], ["10k", "100k", "1M", "10M", "100M"], fontsize=9)
    axes.minorticks_off()
    axes.tick_params(axis="x", length=0)
    axes.tick_params(axis="y", colors=INK)
    axes.set_ylabel("weights (log scale)", fontsize=9, color=INK)
    axes.grid(axis="y", color="#e3e6e9", linewidth=0.8, zorder=0)
    axes.spines[["top", "right"]].set_visible(False)


def _short(number: int) -> str:
    return f"{number / 1e6:.1f}M" if number >= 1e6 else f"{number / 1e3:.0f}k"
