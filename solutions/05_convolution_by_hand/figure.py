"""One step of a convolution on a picture with three channels, number by number."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

KOREAN = {
    "channel 0": "채널 0",
    "channel 1": "채널 1",
    "channel 2": "채널 2",
    "picture  4 × 5 × 3": "이미지  4 × 5 × 3",
    "one filter  2 × 3 × 3": "필터 하나  2 × 3 × 3",
    "sum": "합",
    "bias 3": "편향 3",
    "feature map  3 × 3 × 1": "특성 맵  3 × 3 × 1",
    "one window, one filter:\none number": "창 하나에 필터 하나:\n수 하나",
}

INK = "#22303c"
PALE = "#b8c0c8"
TINTS = ("#f6b26b", "#9ec5e8", "#d9dde1")
HATCHES = ("", "///", "...")

PICTURE = np.array(
    [
        [[1, 0, 2, 1, 0], [0, 3, 1, 2, 1], [2, 1, 0, 4, 2], [1, 1, 3, 0, 1]],
        [[0, 2, 1, 0, 1], [1, 0, 5, 1, 0], [3, 1, 2, 0, 3], [0, 2, 1, 1, 0]],
        [[2, 1, 0, 3, 1], [1, 2, 1, 0, 4], [0, 1, 3, 1, 1], [2, 0, 1, 2, 0]],
    ]
)
KERNEL = np.array([[[1, 0, -1], [2, 1, 0]], [[0, 1, 1], [-1, 0, 2]], [[1, -2, 0], [0, 1, 1]]])
BIAS = 3
TOP, LEFT = 1, 2
CELL = 0.29


def grid(
    ax: Axes, left: float, top: float, numbers: np.ndarray, tint: str = "none", ink: str = INK
) -> None:
    """Draw a table of numbers, its upper left corner at (left, top)."""
    for (row, column), number in np.ndenumerate(numbers):
        x, y = left + column * CELL, top - (row + 1) * CELL
        ax.add_patch(Rectangle((x, y), CELL, CELL, facecolor=tint, edgecolor=PALE, lw=0.8))
        text = str(number).replace("-", "\N{MINUS SIGN}")
        ax.text(x + CELL / 2, y + CELL / 2, text, ha="center", va="center", size=9, color=ink)


def frame(ax: Axes, left: float, top: float, rows: int, columns: int, hatch: str = "") -> None:
    """Draw a strong border around so many cells."""
    size = (columns * CELL, rows * CELL)
    corner = (left, top - size[1])
    if hatch:
        ax.add_patch(Rectangle(corner, *size, fill=False, hatch=hatch, ec="#00000018", lw=0))
    ax.add_patch(Rectangle(corner, *size, fill=False, edgecolor=INK, lw=1.8))


def draw() -> Figure:
    """Return the figure of the handout."""
    figure = Figure(figsize=(9, 4.5))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, 9), ylim=(0, 4.5))
    ax.axis("off")

    def say(x: float, y: float, text: str, **style: object) -> None:
        ax.text(x, y, text, **{"ha": "center", "va": "center", "color": INK, "size": 10, **style})

    sums = []
    for channel, tint in enumerate(TINTS):
        top = 3.85 - channel * 1.3
        window = PICTURE[channel, TOP : TOP + 2, LEFT : LEFT + 3]
        grid(ax, 1.0, top, PICTURE[channel], ink="#7a858f")
        corner = (1.0 + LEFT * CELL, top - TOP * CELL)
        grid(ax, *corner, window, tint)
        frame(ax, *corner, 2, 3, HATCHES[channel])
        middle = top - 2 * CELL
        say(0.5, middle, f"channel {channel}", size=9)
        say(2.85, middle, "×", size=15)
        grid(ax, 3.25, middle + CELL, KERNEL[channel], tint)
        frame(ax, 3.25, middle + CELL, 2, 3, HATCHES[channel])
        sums.append(int((window * KERNEL[channel]).sum()))
        say(4.5, middle, "=", size=15)
        say(4.9, middle, str(sums[-1]).replace("-", "\N{MINUS SIGN}"), size=14)
        arrow = FancyArrowPatch(
            (5.15, middle),
            (5.88, 1.97 + (middle - 1.97) * 0.09),
            arrowstyle="-",
            color=PALE,
            lw=1.6,
        )
        ax.add_patch(arrow)
    say(1.0 + 2.5 * CELL, 4.2, "picture  4 × 5 × 3", weight="bold")
    say(3.25 + 1.5 * CELL, 4.2, "one filter  2 × 3 × 3", weight="bold")
    say(4.9, 4.2, "sum", weight="bold")

    total = sum(sums) + BIAS
    say(6.02, 1.97, "+", size=20)
    ax.add_patch(FancyArrowPatch((6.02, 2.62), (6.02, 2.15), arrowstyle="-", color=PALE, lw=1.6))
    say(6.02, 2.8, f"bias {BIAS}", size=11)
    arrow = FancyArrowPatch(
        (6.22, 1.97), (6.86, 1.97), arrowstyle="-|>", mutation_scale=14, color=INK, lw=1.4
    )
    ax.add_patch(arrow)

    cell, left, top = 0.5, 7.0, 2.72
    for row in range(3):
        for column in range(3):
            x, y = left + column * cell, top - (row + 1) * cell
            ax.add_patch(Rectangle((x, y), cell, cell, facecolor="none", edgecolor=PALE, lw=1))
    x, y = left + LEFT * cell, top - (TOP + 1) * cell
    ax.add_patch(Rectangle((x, y), cell, cell, facecolor="#fff3c4", edgecolor=INK, lw=1.8))
    say(x + cell / 2, y + cell / 2, str(total), size=15, weight="bold")
    say(left + 1.5 * cell, 4.2, "feature map  3 × 3 × 1", weight="bold")
    say(left + 1.5 * cell, 0.95, "one window, one filter:\none number", size=9.5)
    return figure
