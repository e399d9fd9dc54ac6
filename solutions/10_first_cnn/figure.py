"""The figure of exercise 10: what one trained network makes of an X and of an O."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

KOREAN = {
    "picture": "이미지",
    "filters": "필터",
    "convolution,\nReLU": "합성곱,\nReLU",
    "max\npooling": "최대\n풀링",
    "weights\nof Dense": "Dense의\n가중치",
    "sum,\nsigmoid": "합,\n시그모이드",
    "probability\nof X": "X일 확률",
}

Array = np.ndarray[Any, Any]
INK, ORANGE, BLUE = "#222222", "#d55e00", "#0072b2"
SIGNED = LinearSegmentedColormap.from_list("signed", ("#e08214", "#f7f7f7", "#4393c3"))
SIDE = 14

# The weights of the solution after 20 epochs on data/xo.py (2,000 pictures, seed 5), rounded to
# tenths: 0.998 of 1,000 new pictures are right with them. In Keras's order.
FIRST = np.array((
    -4, 10, 1, -7, 12, -7, 8, 12, -12, 0, 6, -9, 14, 7, -9, 11, 17, 5, 13, -2, -16, 7, -4, 6, -7,
    1, 2,
)).reshape(3, 3, 1, 3) / 10  # fmt: skip
FIRST_BIAS = np.array((-1.2, -0.8, 0.6))
SECOND = np.array((
    2, 4, 11, 3, 1, 6, 7, 11, -1, 0, 2, 4, -2, 1, 4, 7, -3, -3, -3, -4, -1, 5, 4, 8, -3, -23, -8,
    -5, -1, 16, -6, -1, 4, -7, -9, 20, -1, -4, 5, -5, -3, 1, -10, -6, 15, 0, 1, -3, -3, 0, 8, -2,
    -11, -19, -3, -3, 6, 6, 3, 0, -7, -27, -1, -4, 3, -6, 5, -3, -3, -21, -16, -6, 4, 11, -9, 5, 0,
    5, 0, 0, -13,
)).reshape(3, 3, 3, 3) / 10  # fmt: skip
SECOND_BIAS = np.array((0.0, -0.4, -0.3))
DENSE = np.array((-6, -25, -2, -6, -19, -1, -19, -20, 7, -8, -18, 5)).reshape(2, 2, 3) / 10
DENSE_BIAS = -0.1

# Left end of each column in inches, and the side of its squares.
COLUMNS = {"picture": 0.1, "filter": 1.72, "map1": 2.72, "pool1": 3.72, "map2": 4.72,
           "pool2": 5.72, "dense": 6.86}  # fmt: skip
MAPS = ("map1", "pool1", "map2")
CELL, PITCH, BLOCK = 0.72, 0.78, 2.52
WIDTH, HEIGHT = 9.0, 5.55


def draw() -> Figure:
    """Return both letters on their way through the network, a letter a block."""
    figure = Figure(figsize=(WIDTH, HEIGHT))
    headings = (
        ("picture", "picture", "14 x 14", 1.4),
        ("filter", "filters", "3 x 3", CELL),
        ("map1", "convolution,\nReLU", "12 x 12", CELL),
        ("pool1", "max\npooling", "6 x 6", CELL),
        ("map2", "convolution,\nReLU", "4 x 4", CELL),
        ("pool2", "max\npooling", "2 x 2", CELL),
        ("dense", "weights\nof Dense", "2 x 2", CELL),
    )
    for column, name, size, width in headings:
        middle = COLUMNS[column] + width / 2
        _say(figure, middle, HEIGHT - 0.24, name, fontsize=9.5)
        _say(figure, middle, HEIGHT - 0.56, size, fontsize=8.5, color="#666666")
    _say(figure, 8.38, HEIGHT - 0.24, "sum,\nsigmoid", fontsize=9.5)
    ways = [_way(picture) for picture in (_x(), _o())]
    # A channel has one scale for both letters.
    most = {name: np.maximum(*(way[name].max(axis=(0, 1)) for way in ways)) for name in MAPS}
    for index, way in enumerate(ways):
        _block(figure, HEIGHT - 0.7 - index * BLOCK, way, most)
    return figure


def _way(picture: Array) -> dict[str, Array]:
    """Return what each layer makes of a picture."""
    first = np.maximum(_convolved(picture[:, :, None], FIRST, FIRST_BIAS), 0)
    pooled = _pooled(first)
    second = np.maximum(_convolved(pooled, SECOND, SECOND_BIAS), 0)
    return {"picture": picture, "map1": first, "pool1": pooled, "map2": second,
            "pool2": _pooled(second)}  # fmt: skip


def _block(figure: Figure, top: float, way: dict[str, Array], most: dict[str, Array]) -> None:
    score = float((way["pool2"] * DENSE).sum() + DENSE_BIAS)
    middle = top - (2 * PITCH + CELL) / 2
    _image(figure, COLUMNS["picture"], middle + 0.7, 1.4, way["picture"], 1.0)
    for channel in range(3):
        y = top - channel * PITCH
        _numbers(figure, COLUMNS["filter"], y, FIRST[:, :, 0, channel], 6.5)
        for name in MAPS:
            _image(figure, COLUMNS[name], y, CELL, way[name][:, :, channel], most[name][channel])
        _numbers(figure, COLUMNS["pool2"], y, way["pool2"][:, :, channel], 8, signed=False)
        _say(figure, COLUMNS["dense"] - 0.21, y - CELL / 2, "×", fontsize=11)
        _numbers(figure, COLUMNS["dense"], y, DENSE[:, :, channel], 8)
    for left, right in (("picture", "filter"), ("dense", "")):
        start = COLUMNS[left] + (1.4 if left == "picture" else CELL)
        end = COLUMNS[right] if right else 7.92
        _say(figure, (start + end) / 2, middle, "→", fontsize=13, color="#666666")
    colour, word = (BLUE, "> 0.999") if score > 6.91 else (ORANGE, "< 0.001")
    assert abs(score) > 6.91  # the logit of 0.999
    _say(figure, 8.38, middle + 0.45, f"{score:+.1f}", fontsize=12)
    _say(figure, 8.38, middle + 0.2, "↓", fontsize=11, color="#666666")
    _say(figure, 8.38, middle - 0.13, "probability\nof X", fontsize=9.5)
    _say(figure, 8.38, middle - 0.48, word, fontsize=12, weight="bold", color=colour)


def _axes(figure: Figure, left: float, top: float, side: float) -> Axes:
    axes = figure.add_axes((left / WIDTH, (top - side) / HEIGHT, side / WIDTH, side / HEIGHT))
    axes.set(xticks=(), yticks=())
    for spine in axes.spines.values():
        spine.set(color="#999999", linewidth=0.7)
    return axes


def _image(
    figure: Figure, left: float, top: float, side: float, values: Array, most: float
) -> None:
    axes = _axes(figure, left, top, side)
    axes.imshow(values, cmap="gray", vmin=0, vmax=most, interpolation="nearest")


def _numbers(
    figure: Figure, left: float, top: float, values: Array, size: float, *, signed: bool = True
) -> None:
    """Draw a small square of numbers; signed ones orange below 0 and blue above."""
    axes = _axes(figure, left, top, CELL)
    side = len(values)
    axes.set(xlim=(0, side), ylim=(side, 0))
    for (row, column), value in np.ndenumerate(values):
        face = SIGNED(0.5 + value / 5) if signed else "white"
        axes.add_patch(Rectangle((column, row), 1, 1, facecolor=face, edgecolor="white"))
        text = f"{value:.1f}".replace("-0.0", "0.0").replace("-", "−")
        axes.text(column + 0.5, row + 0.52, text, ha="center", va="center", fontsize=size,
                  color=INK)  # fmt: skip


def _say(figure: Figure, x: float, y: float, text: str, **style: Any) -> None:
    style = {"color": INK, "ha": "center", "va": "center", "linespacing": 1.05, **style}
    figure.text(x / WIDTH, y / HEIGHT, text.replace("-", "−") if text[0] == "-" else text, **style)


def _convolved(x: Array, kernel: Array, bias: Array) -> Array:
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[:2], axis=(0, 1))
    return np.einsum("ijcuv,uvcf->ijf", windows, kernel) + bias


def _pooled(x: Array) -> Array:
    half = len(x) // 2
    return x.reshape(half, 2, half, 2, -1).max(axis=(1, 3))


def _x() -> Array:
    """Return an X, a little to the left of the middle."""
    down, right = np.mgrid[:SIDE, :SIDE] - np.array([6.5, 6.0])[:, None, None]
    stroke = np.minimum(np.abs(right - down), np.abs(right + down)) / np.sqrt(2)
    inside = np.maximum(np.abs(down), np.abs(right)) <= 4.6
    return np.clip(1.3 - stroke, 0, 1) * inside


def _o() -> Array:
    """Return an O, a little to the right of the middle."""
    down, right = np.mgrid[:SIDE, :SIDE] - np.array([6.5, 7.0])[:, None, None]
    return np.clip(1.3 - np.abs(np.hypot(down, right) - 4.1), 0, 1)
