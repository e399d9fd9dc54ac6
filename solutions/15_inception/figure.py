"""The figure of exercise 15: one inception module of GoogLeNet with the shapes inside it."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle

KOREAN = {
    "conv 1 × 1": "합성곱 1 × 1",
    "conv 3 × 3": "합성곱 3 × 3",
    "conv 5 × 5": "합성곱 5 × 5",
    "max pool 3 × 3": "최대 풀링 3 × 3",
    "pool": "풀링",
    "GoogLeNet, module 3a": "GoogLeNet의 3a 모듈",
}

INK, LINE = "#22303c", "#6c757d"
FACES = ("#440154", "#31688e", "#35b779", "#fde725")
"""Viridis, one for each branch, dark to light."""
INKS = ("white", "white", "black", "black")
NAMES = ("1 × 1", "3 × 3", "5 × 5", "pool")
DEPTHS = (64, 128, 32, 32)
BRANCHES = (
    (("conv 1 × 1", 64),),
    (("conv 1 × 1", 96), ("conv 3 × 3", 128)),
    (("conv 1 × 1", 16), ("conv 5 × 5", 32)),
    (("max pool 3 × 3", 192), ("conv 1 × 1", 32)),
)
ROWS = (3.55, 2.45, 1.35, 0.25)
WIDTH, HEIGHT = 1.75, 0.8
BUS = 1.75
"""Where the way from the input forks."""


def draw() -> Figure:
    """Return the module 3a: an input, four branches, one pile of maps."""
    figure = Figure(figsize=(9, 4.5))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 10), ylim=(0, 5))
    axes.set_axis_off()
    _box(axes, 0.13, 1.95, 1.22, 0.8, "x", "28 × 28 × 192", "white", INK)
    for row, (y, layers) in enumerate(zip(ROWS, BRANCHES)):
        _branch(axes, row, y, layers)
    _pile(axes)
    axes.plot([1.38, BUS], [2.35, 2.35], color=LINE, linewidth=1.1)
    axes.text(0.2, 4.55, "GoogLeNet, module 3a", fontsize=11, color=INK)
    axes.text(8.65, 4.62, "28 × 28 × 256", ha="center", fontsize=11, weight="bold", color=INK)
    return figure


def _branch(axes: Axes, row: int, y: float, layers: tuple[tuple[str, int], ...]) -> None:
    columns = (5.0,) if len(layers) == 1 else (2.25, 5.0)
    middle = y + HEIGHT / 2
    axes.plot([BUS, BUS], [2.35, middle], color=LINE, linewidth=1.1)
    _arrow(axes, (BUS, middle), (columns[0] - 0.03, middle))
    for number, (column, (name, depth)) in enumerate(zip(columns, layers)):
        last = number == len(layers) - 1
        face, ink = (FACES[row], INKS[row]) if last else ("white", INK)
        _box(axes, column, y, WIDTH, HEIGHT, name, f"28 × 28 × {depth}", face, ink)
        if not last:
            _arrow(axes, (column + WIDTH + 0.03, middle), (columns[1] - 0.03, middle))
    _arrow(axes, (columns[-1] + WIDTH + 0.06, middle), (8.0, _middle_of_slice(row)))


def _box(
    axes: Axes, x: float, y: float, width: float, height: float, name: str, shape: str, face: str,
    ink: str,
) -> None:  # fmt: skip
    axes.add_patch(
        FancyBboxPatch(
            (x, y), width, height, boxstyle="round,pad=0,rounding_size=0.08", facecolor=face,
            edgecolor=INK, linewidth=1.2, zorder=2,
        )
    )  # fmt: skip
    axes.text(
        x + width / 2, y + 0.54, name, ha="center", va="center", fontsize=11, color=ink,
        weight="bold", zorder=3,
    )  # fmt: skip
    axes.text(
        x + width / 2, y + 0.24, shape, ha="center", va="center", fontsize=9, color=ink, zorder=3
    )


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    arrow = {"arrowstyle": "-|>", "color": LINE, "linewidth": 1.1, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", end, start, arrowprops=arrow)


def _slices() -> list[tuple[float, float]]:
    """Return bottom and height of each branch in the pile, the first branch on top."""
    scale, top, slices = 4.0 / sum(DEPTHS), 4.4, []
    for depth in DEPTHS:
        top -= depth * scale
        slices.append((top, depth * scale))
    return slices


def _middle_of_slice(row: int) -> float:
    bottom, height = _slices()[row]
    return bottom + height / 2


def _pile(axes: Axes) -> None:
    for row, (bottom, height) in enumerate(_slices()):
        axes.add_patch(
            Rectangle(
                (8.05, bottom), 1.2, height, facecolor=FACES[row], edgecolor="white", linewidth=1.5,
                zorder=2,
            )
        )  # fmt: skip
        axes.text(
            8.65, bottom + height / 2, f"{DEPTHS[row]}", ha="center", va="center", fontsize=11,
            weight="bold", color=INKS[row], zorder=3,
        )  # fmt: skip
        axes.text(9.35, bottom + height / 2, NAMES[row], va="center", fontsize=9.5, color=INK)
