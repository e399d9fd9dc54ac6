"""What pooling keeps of a window, and how much an answer changes when the picture moves."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

KOREAN = {
    "window 2 × 2": "창 2 × 2",
    "max": "최댓값",
    "average": "평균",
    "pixels": "픽셀",
    "average\n2 × 2": "평균\n2 × 2",
    "max\n2 × 2": "최대\n2 × 2",
    "max\n4 × 4": "최대\n4 × 4",
    "global\nmax": "전역\n최대",
    "change of the answer": "답이 바뀐 정도",
    "moved by 1 px": "1픽셀 이동",
    "moved by 2 px": "2픽셀 이동",
}

INK = "#22303c"
PALE = "#b8c0c8"
BLUE, ORANGE = "#9ec5e8", "#f6b26b"
TINTS = ("#d6e6f4", "#fbe3c6")
CELL = 0.36

NUMBERS = np.array([[1, 3, 2, 0, 5, 1], [0, 8, 4, 2, 1, 1], [6, 2, 0, 1, 7, 3], [2, 2, 3, 0, 4, 2]])

LETTER = np.array(
    [
        [0, 1, 1, 1, 1, 0],
        [1, 1, 0, 0, 1, 1],
        [0, 0, 0, 0, 1, 1],
        [0, 0, 0, 1, 1, 0],
        [0, 0, 1, 1, 0, 0],
        [0, 1, 1, 0, 0, 0],
        [1, 1, 0, 0, 0, 0],
        [1, 1, 1, 1, 1, 1],
    ]
)


def windows(x: np.ndarray, size: int) -> np.ndarray:
    """Return the windows of a picture, without overlap: (rows, columns, cells)."""
    rows, columns = x.shape[0] // size, x.shape[1] // size
    cells = x[: rows * size, : columns * size].reshape(rows, size, columns, size)
    return cells.transpose(0, 2, 1, 3).reshape(rows, columns, -1)


def changes(d: int) -> list[float]:
    """Return the relative change of five answers when a letter moves d pixels right.

    Whether a window notices depends on where the letter lies: the mean over 16 places.
    """
    answers = (
        lambda a: a,
        lambda a: windows(a, 2).mean(-1),
        lambda a: windows(a, 2).max(-1),
        lambda a: windows(a, 4).max(-1),
        lambda a: a.max(keepdims=True),
    )
    found = []
    for row, column in np.ndindex(4, 4):
        x = np.zeros((16, 16))
        x[row + 3 : row + 11, column + 3 : column + 9] = LETTER
        moved = np.roll(x, d, axis=1)
        found.append([np.linalg.norm(f(moved) - f(x)) / np.linalg.norm(f(x)) for f in answers])
    return [float(change) for change in np.mean(found, axis=0)]


def grid(ax: Axes, left: float, top: float, numbers: np.ndarray, window: int) -> None:
    """Draw a table of numbers whose windows are tinted like a chessboard."""
    for (row, column), number in np.ndenumerate(numbers):
        x, y = left + column * CELL, top - (row + 1) * CELL
        tint = TINTS[(row // window + column // window) % 2]
        ax.add_patch(Rectangle((x, y), CELL, CELL, facecolor=tint, edgecolor=PALE, lw=0.8))
        text = f"{number:g}"
        ax.text(x + CELL / 2, y + CELL / 2, text, ha="center", va="center", size=9.5, color=INK)
    for row in range(0, numbers.shape[0], window):
        for column in range(0, numbers.shape[1], window):
            corner = (left + column * CELL, top - (row + window) * CELL)
            side = window * CELL
            ax.add_patch(Rectangle(corner, side, side, fill=False, edgecolor=INK, lw=1.5))


def draw() -> Figure:
    """Return the figure of the handout."""
    figure = Figure(figsize=(9, 4.5))
    left = figure.add_axes((0, 0, 0.45, 1))
    left.set(xlim=(0, 4.05), ylim=(0, 4.5))
    left.axis("off")
    grid(left, 0.94, 3.85, NUMBERS, 2)
    left.text(2.02, 4.13, "window 2 × 2", ha="center", color=INK, weight="bold", size=10)
    for x, name, numbers in (
        (0.5, "max", windows(NUMBERS, 2).max(-1)),
        (2.45, "average", windows(NUMBERS, 2).mean(-1)),
    ):
        middle = x + 1.5 * CELL
        arrow = FancyArrowPatch(
            (2.02 + (middle - 2.02) * 0.55, 2.27),
            (middle, 1.68),
            arrowstyle="-|>",
            mutation_scale=14,
            color=INK,
            lw=1.4,
        )
        left.add_patch(arrow)
        grid(left, x, 1.58, numbers, 1)
        left.text(middle, 0.55, name, ha="center", color=INK, weight="bold", size=10)

    right = figure.add_axes((0.56, 0.17, 0.42, 0.7))
    names = ("pixels", "average\n2 × 2", "max\n2 × 2", "max\n4 × 4", "global\nmax")
    for d, colour, hatch in ((1, ORANGE, ""), (2, BLUE, "///")):
        at = np.arange(5) + (d - 1.5) * 0.38
        heights = changes(d)
        label = f"moved by {d} px"
        right.bar(at, heights, 0.36, color=colour, edgecolor=INK, hatch=hatch, lw=0.9, label=label)
        for x, height in zip(at, heights, strict=True):
            right.text(
                x,
                height + 0.03,
                f"{height:.2f}" if height else "0",
                ha="center",
                size=8.5,
                color=INK,
            )
    right.set_xticks(range(5), names, size=9, color=INK)
    right.set_ylim(0, 1.55)
    right.set_yticks([0, 0.5, 1, 1.5])
    right.tick_params(axis="y", labelsize=9, colors=INK)
    right.tick_params(axis="x", length=0)
    right.set_title("change of the answer", size=10, weight="bold", color=INK, pad=10)
    right.spines[["top", "right"]].set_visible(False)
    right.legend(frameon=False, fontsize=9, loc="upper right")
    return figure
