"""Small maps of numbers, cell by cell, and which cells are not what they should be."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.judge.compare import as_array, close
from grader.pictures.picture import DARK, QUIET, RED, Ink

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = np.ndarray[Any, Any]
MOST_MAPS = 3
MOST_CELLS = 64
"""Of a map's side; what is larger is cut."""
SOFT = 1.3
"""Signed maps leave out the darkest shades, by which one could not read the numbers."""
NUMBERED = 12
"""Maps up to this side have their numbers written into the cells."""


def maps_of(value: Any, name: str = "") -> list[tuple[str, Array]]:
    """Return the first maps (H, W) of an answer with what each is called: `"[:, :, 0]"`.

    Empty where it is neither an array of two to four axes nor a short list of such.
    """
    if isinstance(value, (list, tuple)) and len(value) <= 16 and not _plain_rows(value):
        parts = [maps_of(item, f"{name}[{i}]")[:1] for i, item in enumerate(value[:MOST_MAPS])]
        return [one for part in parts for one in part]
    array = as_array(value)
    if array is None or array.size == 0 or not 2 <= array.ndim <= 4:
        return []
    return list(_planes(array, name))


def _plain_rows(value: Any) -> bool:
    """Whether a list holds the rows of one map, and not maps."""
    arrays = [as_array(item) for item in value]
    return all(array.ndim <= 1 for array in arrays if array is not None)


def _planes(array: Array, name: str) -> Iterator[tuple[str, Array]]:
    cut = slice(MOST_CELLS)
    if array.ndim == 2:
        yield name, array[cut, cut]
    elif array.ndim == 3:
        for i in range(min(array.shape[2], MOST_MAPS)):
            yield f"{name}[:, :, {i}]", array[cut, cut, i]
    elif array.shape[0] <= 2:  # pictures
        for i in range(min(array.shape[3], MOST_MAPS)):
            yield f"{name}[0, :, :, {i}]", array[0, cut, cut, i]
    else:  # kernels
        for i in range(min(array.shape[3], MOST_MAPS)):
            yield f"{name}[:, :, 0, {i}]", array[cut, cut, 0, i]


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


def draw_map(
    axes: Axes,
    values: Array,
    ink: Ink,
    limits: tuple[float, float],
    *,
    wrong: Array | None = None,
    numbers: bool = True,
    size: float = 7,
    digits: int = 3,
) -> None:
    """Draw one map (H, W) in shades between two limits; wrong cells get a thick frame."""
    with np.errstate(all="ignore"):
        shown = np.clip(np.nan_to_num(values.astype(np.float64), nan=limits[0]), *limits)
    colours = "PuOr" if limits[0] < 0 else "gray" if not _written(values, numbers) else "YlGnBu"
    pale = SOFT if limits[0] < 0 else 1.0
    low, high = limits[0] * pale, limits[1] * pale
    axes.imshow(shown, cmap=colours, vmin=low, vmax=high, interpolation="nearest")
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(color=QUIET, linewidth=0.6)
    if _written(values, numbers):
        _write_numbers(axes, values, shown, limits, ink, (size, digits))
    if wrong is not None and values.size <= MOST_CELLS**2:
        _frame(axes, wrong)


def _written(values: Array, numbers: bool) -> bool:
    return numbers and max(values.shape) <= NUMBERED


def _write_numbers(
    axes: Axes,
    values: Array,
    shown: Array,
    limits: tuple[float, float],
    ink: Ink,
    style: tuple[float, int],
) -> None:
    size, digits = style
    digits = min(digits, 2) if max(values.shape) > 5 else digits
    texts = {(i, j): short(values[i, j], digits) for i, j in np.ndindex(*values.shape)}
    widest = max(map(len, texts.values()))
    size = min(size, size * 12 / (max(values.shape) * max(widest, 2) * 0.55))
    for (i, j), text in texts.items():
        share = (shown[i, j] - limits[0]) / (limits[1] - limits[0])
        dark = share < 0.15 or share > 0.85 if limits[0] < 0 else share > 0.55
        colour = "white" if dark else DARK
        ink.write(axes, j, i, text, fontsize=size, color=colour, ha="center", va="center")


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
