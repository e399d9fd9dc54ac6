"""Small maps of numbers, cell by cell, and which cells are not what they should be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.judge.compare import close
from grader.pictures.picture import DARK, QUIET, RED, Ink

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = np.ndarray[Any, Any]
MOST_SIDE = 64
"""Of a map whose wrong cells get frames."""
SOFT = 1.3
"""Signed maps leave out the darkest shades, by which one could not read the numbers."""
NUMBERED = 13
"""Maps up to this side have their numbers written into the cells."""
MANY, SIGNED = "YlGnBu", "PuOr"
"""Shades of counts and scores: none is light, many dark; below zero one hue, above it another."""
LARGE, LEAST = 9.0, 6.5
"""Points of the numbers in cells: the usual size, and below which nobody can read them."""
FILLED = 0.88
"""How much of a cell's width its number may take."""


def wrong_cells(found: Array, right: Array, *, signs: bool = False) -> Array | None:
    """Return where two maps differ, by the rule that also judges; None for other shapes.

    With `signs` only those that pull the other way.
    """
    if found.shape != right.shape:
        return None
    if signs:
        with np.errstate(all="ignore"):
            return np.asarray(np.sign(found) != np.sign(right))
    return np.asarray(~close(right, found))


def span(*maps: Array) -> tuple[float, float]:
    """Return the least and the greatest number of some maps; around 0 where some are negative."""
    with np.errstate(all="ignore"):
        finite = [m[np.isfinite(m)].astype(np.float64) for m in maps]
    values = np.concatenate([np.ravel(m) for m in finite] or [np.zeros(1)])
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
    low, high = max(low, -1e30), min(high, 1e30)
    if low < 0:
        high = max(-low, high)
        return -high, high
    return (min(low, 0.0), high) if high > 0 else (0.0, 1.0)


def grey_span(maps: Sequence[Array], *, dark: bool = False) -> tuple[float, float]:
    """Return which numbers of a picture are black and white: 0 and 255 of bytes, else 0 or -1 and
    1, or the least and the greatest where they lie outside. Bytes of nothing but 0 and 1 are such
    a coded picture, too, unless it is said to be `dark`.
    """
    with np.errstate(all="ignore"):
        finite = [np.ravel(m[np.isfinite(m)]).astype(np.float64) for m in maps]
    values = np.concatenate([*finite, np.zeros(1)])
    low, high = max(float(values.min()), -1e30), min(float(values.max()), 1e30)
    if all(m.dtype == np.uint8 for m in maps) and (high > 1 or dark):
        return 0.0, 255.0
    return (0.0 if low >= 0 else min(low, -1.0)), max(high, 1.0)


def draw_map(
    axes: Axes,
    values: Array,
    ink: Ink,
    limits: tuple[float, float],
    *,
    cell: float,
    grey: bool = False,
    wrong: Array | None = None,
    numbers: bool = True,
    digits: int = 3,
) -> None:
    """Draw one map (H, W) in shades between two limits; wrong cells get a thick frame.

    A `grey` one is a picture, from black to white. `cell` is the side of a cell in points: where
    numbers would be too small to be read they are left out.
    """
    with np.errstate(all="ignore"):
        shown = np.clip(np.nan_to_num(values.astype(np.float64), nan=limits[0]), *limits)
    readable = numbers and written(values)
    colours = "gray" if grey or not (readable or limits[0] < 0) else MANY
    colours = SIGNED if limits[0] < 0 and not grey else colours
    pale = SOFT if colours == SIGNED else 1.0
    low, high = limits[0] * pale, limits[1] * pale
    image = axes.imshow(shown, cmap=colours, vmin=low, vmax=high, interpolation="nearest")
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(color=QUIET, linewidth=0.6)
    if readable:
        _write_numbers(axes, values, np.asarray(image.to_rgba(shown)), ink, cell, digits)
    if wrong is not None and values.size <= MOST_SIDE**2:
        _frame(axes, wrong)


def written(values: Array) -> bool:
    """Whether a map is so small that its numbers are written into it."""
    return bool(max(values.shape) <= NUMBERED)


def room(values: Array, size: float) -> float:
    """Return the points that a cell must measure to have its number written in a font size."""
    widest = max(map(_ems, _texts(values, 3).values()))
    return 1.001 * size * max(widest / FILLED, 1 / 0.7)


def _texts(values: Array, digits: int) -> dict[tuple[int, ...], str]:
    digits = min(digits, 2) if max(values.shape) > 5 else digits
    texts = {at: short(values[at], digits) for at in np.ndindex(*values.shape)}
    if max(map(len, texts.values())) <= 4 or max(values.shape) <= 5:
        return texts
    with np.errstate(all="ignore"):
        most = float(np.abs(values.astype(np.float64)).max())
    # Beside larger numbers the digits of the least ones are not worth the room they take.
    return {at: _rounded(values[at]) for at in texts} if 0.1 <= most < 10 else texts


def _rounded(value: Any) -> str:
    number = float(value)
    text = f"{number:.2f}"
    return text.rstrip("0").rstrip(".") if number == 0 or float(text) != 0 else text.lstrip("-")


def _ems(text: str) -> float:
    """Return how wide a number is, in font sizes."""
    return sum(0.36 if sign in "-." else 0.64 for sign in text)


def _write_numbers(
    axes: Axes, values: Array, colours: Array, ink: Ink, cell: float, digits: int
) -> None:
    texts = _texts(values, digits)
    size = _fitting(texts, cell)
    if size < LEAST:  # two places are better than none
        texts = {at: _rounded(values[at]) for at in texts}
        size = _fitting(texts, cell)
    if size < LEAST:
        return
    for (i, j), text in texts.items():
        colour = DARK if _luminance(colours[i, j]) > 0.2 else "white"
        ink.write(axes, j, i, text, fontsize=size, color=colour, ha="center", va="center")


def _fitting(texts: Mapping[Any, str], cell: float) -> float:
    """Return the font size in which the widest text fits into a cell."""
    return min(LARGE, cell * FILLED / max(map(_ems, texts.values())), cell * 0.7)


def _luminance(colour: Array) -> float:
    """Return how bright a colour looks, 0 to 1, as WCAG 2 reckons contrast."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def short(value: Any, digits: int = 3) -> str:
    """Return a number in as few signs as say enough: `-1.5`, `0.111`, `255`."""
    number = float(value)
    if not math.isfinite(number):
        return str(number)
    if number == round(number) and abs(number) < 1e5:
        return str(round(number))
    if digits == 1:
        return f"{round(number, 1) + 0.0:.1f}"  # and no -0.0
    return f"{number:.{digits}g}".replace("e+0", "e").replace("e-0", "e-")


def _frame(axes: Axes, wrong: Array) -> None:
    from matplotlib.patches import Rectangle

    for i, j in np.argwhere(wrong):
        axes.add_patch(Rectangle((j - 0.44, i - 0.44), 0.88, 0.88, fill=False, ec=RED, lw=1.4))
