"""Whether two answers are the same: behaviour counts, not style."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.run.worker.frames import Tensor

RTOL = 1e-4
ATOL = 1e-5
"""Float results are compared in float32 (curriculum 6.2, item 7: loops against Keras differ by
about 2e-6)."""


def plain(value: Any) -> Any:
    """Return a value without what does not count: tensors as arrays, 0-d arrays as numbers."""
    if isinstance(value, Tensor):
        value = value.array
    if isinstance(value, (np.ndarray, np.generic)) and np.ndim(value) == 0:
        return np.asarray(value).item()
    return value


def same_value(expected: Any, found: Any) -> bool:
    """Whether two plain answers are equal: numbers, texts, sequences of either kind, dicts.

    `5.0` counts for `5`, a list for a tuple, NumPy's numbers for Python's; a bool or a text never
    counts for a number.
    """
    expected, found = plain(expected), plain(found)
    if isinstance(found, np.ndarray) and isinstance(expected, (list, tuple)):
        # Axis by axis: a list of the millions that somebody returned takes seconds to make.
        found = list(found) if len(found) == len(expected) else None
    if isinstance(expected, np.ndarray):
        return same_array(expected, found)
    if isinstance(expected, (list, tuple)):
        return (
            isinstance(found, (list, tuple))
            and len(expected) == len(found)
            and all(map(same_value, expected, found))
        )
    if isinstance(expected, Mapping):
        return (
            isinstance(found, Mapping)
            and expected.keys() == found.keys()
            and all(same_value(expected[key], found[key]) for key in expected)
        )
    return _same_scalar(expected, found)


def _same_scalar(expected: Any, found: Any) -> bool:
    if isinstance(expected, bool) or expected is None or isinstance(expected, str):
        return type(expected) is type(found) and bool(expected == found)
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        return False
    if isinstance(expected, int):
        return bool(found == expected)
    try:
        near = abs(found - expected) <= ATOL + RTOL * abs(expected)
    except OverflowError:  # a whole number that no float can hold
        return False
    return bool(near and math.isfinite(expected))


def as_array(value: Any) -> np.ndarray[Any, Any] | None:
    """Return an answer as an array of numbers, or None where it is none."""
    value = value.array if isinstance(value, Tensor) else value
    if isinstance(value, (bool, str, bytes)) or value is None or not _only_numbers(value):
        return None
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return array if array.dtype.kind in "biuf" else None


def _only_numbers(value: Any) -> bool:
    """Whether nested lists hold nothing but numbers: NumPy gives texts the room of the longest."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, (list, tuple)):
            waiting.extend(one)
        elif not isinstance(one, (int, float, np.ndarray, np.generic, Tensor)):
            return False
    return True


def same_array(expected: Any, found: Any, *, dtype: bool = False) -> bool:
    """Whether two arrays agree in shape and, within RTOL and ATOL, in finite values.

    Bools count for bools only.
    """
    array = as_array(found)
    if array is None or array.shape != expected.shape:
        return False
    if (array.dtype.kind == "b") != (expected.dtype.kind == "b"):
        return False
    if dtype and array.dtype != expected.dtype:
        return False
    return bool(np.all(close(expected, array)))


def close(expected: np.ndarray[Any, Any], found: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return cell by cell whether a found value is finite and near enough."""
    with np.errstate(all="ignore"):
        a, b = expected.astype(np.float32), found.astype(np.float32)
        near = np.abs(a - b) <= ATOL + RTOL * np.abs(a)
    return np.asarray(near & np.isfinite(a))  # beside an infinite number every other is near


def size_of(arguments: Mapping[str, Any]) -> float:
    """Return how much there is to think through in a call: its numbers added up, cells counted."""
    return sum(map(_size, arguments.values()))


def _size(value: Any) -> float:
    if isinstance(value, np.ndarray):
        return float(value.size)
    if isinstance(value, (list, tuple)):
        return sum(map(_size, value))
    return float(abs(value)) if isinstance(value, (int, float)) else 0.0
