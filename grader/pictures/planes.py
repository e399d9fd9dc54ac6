"""Which two axes of an array are rows and columns, and the maps (H, W) that it holds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any

import numpy as np

from grader.judge.compare import as_array

Array = np.ndarray[Any, Any]
Axes2 = tuple[int, int]
KERNELS = frozenset({"w", "kernel", "kernels", "weights", "filters"})
"""What an argument of filters is called: (kh, kw), or (kh, kw, C, F)."""
MOST_CELLS = 64
"""Of a map's side; what is larger is cut."""
LOOKED_AT = 64
"""Maps of one array, of which those that are drawn are chosen."""
MOST_AXES = 6


@dataclass(frozen=True)
class Plane:
    """One map (H, W) and what it is called: `"[:, :, 0]"`."""

    name: str
    values: Array
    line: int = 0
    """The channel that a filter's map belongs to; 0 of everything else."""


@dataclass(frozen=True)
class Planes:
    """The first maps of an answer, and how many there are."""

    some: tuple[Plane, ...] = ()
    total: int = 0

    def __bool__(self) -> bool:
        return bool(self.some)


def arguments_of(arguments: Mapping[str, Any]) -> dict[str, Planes]:
    """Return the maps of those arguments that are pictures or filters."""
    found = {name: planes_of(one, kernel=name in KERNELS) for name, one in arguments.items()}
    return {name: planes for name, planes in found.items() if planes}


def planes_of(value: Any, like: Any = None, *, kernel: bool = False) -> Planes:
    """Return the maps of an answer, a picture or filters.

    4 axes are a batch (N, H, W, C), or of filters (kh, kw, C, F); 3 are (H, W, C). Where it has
    not the shape of `like`, the right answer, rows and columns are those axes that are as long as
    the right ones. Without maps where it is no array, and where nobody can say which axes to draw.
    """
    if isinstance(value, (list, tuple)) and len(value) <= 16 and not _plain_rows(value):
        parts = [list(_items(item, i, like)) for i, item in enumerate(value)]
        every = [plane for part in parts for plane in part]
        return Planes(tuple(every[:LOOKED_AT]), len(every))
    array = as_array(value)
    if array is None or array.size == 0 or not 2 <= array.ndim <= MOST_AXES:
        return Planes()
    axes = _natural(array.ndim, kernel) if like is None else _axes_like(array.shape, _first(like))
    if axes is None:
        return Planes()
    total = math.prod(array.shape) // (array.shape[axes[0]] * array.shape[axes[1]])
    return Planes(tuple(islice(_cut(array, axes, kernel), LOOKED_AT)), total)


def _items(item: Any, place: int, like: Any) -> Iterator[Plane]:
    """Yield the maps of one array of a list; lists in lists are not gone through."""
    if isinstance(item, (list, tuple)) and as_array(item) is None:
        return
    beside = like[place] if isinstance(like, (list, tuple)) and place < len(like) else like
    for plane in planes_of(item, beside).some:
        yield Plane(f"[{place}]{plane.name}", plane.values)


def _plain_rows(value: Any) -> bool:
    """Whether a list holds the rows of one map, and not maps."""
    arrays = [as_array(item) for item in value]
    return all(array.ndim <= 1 for array in arrays if array is not None)


def _first(like: Any) -> tuple[int, ...]:
    array = as_array(like[0]) if isinstance(like, (list, tuple)) and like else as_array(like)
    return () if array is None else array.shape


def _natural(axes: int, kernel: bool = False) -> Axes2 | None:
    """Return rows and columns of an array that is what it should be."""
    if axes == 4:
        return (0, 1) if kernel else (1, 2)
    return (0, 1) if axes in (2, 3) else None


def _axes_like(shape: Sequence[int], right: Sequence[int]) -> Axes2 | None:
    """Return rows and columns of an answer beside the shape of the right one: the axes of the same
    place, else of the same lengths, else of the same lengths the other way round. None where there
    is no telling.
    """
    usual, wanted = _natural(len(shape)), _natural(len(right))
    if len(shape) == 2 or wanted is None:
        return usual
    sides = (right[wanted[0]], right[wanted[1]])
    pairs = sorted(combinations(range(len(shape)), 2), key=lambda pair: pair[1] - pair[0])
    if usual is not None and len(shape) == len(right):
        pairs.insert(0, usual)
    for lengths in (sides, sides[::-1]):
        for pair in pairs:
            if (shape[pair[0]], shape[pair[1]]) == lengths:
                return pair
    # Of other lengths, too, it has as many axes as it should: they are meant for the same.
    return usual if len(shape) == len(right) else None


def _cut(array: Array, axes: Axes2, kernel: bool) -> Iterator[Plane]:
    """Yield the maps along two axes; the last of the others runs fastest."""
    others = [axis for axis in range(array.ndim) if axis not in axes]
    for index in np.ndindex(*(array.shape[axis] for axis in others)):
        at = dict(zip(others, index))
        where = tuple(at.get(axis, slice(MOST_CELLS)) for axis in range(array.ndim))
        name = ", ".join(str(at.get(axis, ":")) for axis in range(array.ndim))
        line = index[0] if kernel and len(index) == 2 else 0
        yield Plane(f"[{name}]" if others else "", array[where], line)
