"""Reading one value that a stranger wrote: exact types, bounded ranges, no coercion.

Each function takes a JSON value and returns a `Setting`, or raises `ValueError`.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from grader.network.model import NetworkError, Setting

Reader = Callable[[object], Setting]

MAX_SIZE = 10**7
"""Largest height, width, number of channels, filters or units."""
MAX_WINDOW = 10**4
"""Largest kernel, pool, stride, dilation, padding or cropping along one axis."""
MAX_RANK = 8
MAX_NAME = 200


def whole(low: int, high: int) -> Reader:
    """Return a reader of an int in `low..high`; a bool is not an int."""

    def read(value: object) -> int:
        if type(value) is not int or not low <= value <= high:
            raise ValueError
        return value

    return read


def pair(low: int, high: int) -> Reader:
    """Return a reader of two ints; one int stands for both."""
    one = whole(low, high)

    def read(value: object) -> Setting:
        if type(value) is int:
            return (one(value), one(value))
        first, second = _two(value)
        return (one(first), one(second))

    return read


def border(value: object) -> Setting:
    """Read `((top, bottom), (left, right))`, or Keras's shorter ways to write it."""
    both = pair(0, MAX_WINDOW)
    if type(value) is int:
        return (both(value), both(value))
    rows, columns = _two(value)
    return (both(rows), both(columns))


def flag(value: object) -> Setting:
    """Read `True` or `False`."""
    if not isinstance(value, bool):
        raise ValueError
    return value


def number(value: object) -> Setting:
    """Read a finite number as a float."""
    if type(value) not in (int, float):
        raise ValueError
    assert isinstance(value, (int, float))
    if not abs(value) <= 1e30 or not math.isfinite(value):
        raise ValueError
    return float(value)


def between(low: float, high: float) -> Reader:
    """Return a reader of a number in `low..high`."""

    def read(value: object) -> Setting:
        result = number(value)
        assert isinstance(result, float)
        if not low <= result <= high:
            raise ValueError
        return result

    return read


def numbers(value: object) -> Setting:
    """Read a number, or up to 4,096 of them; a `__numpy__` object is read as its value."""
    if isinstance(value, dict) and value.get("class_name") in ("__numpy__", "__tensor__"):
        inner = value.get("config")
        value = inner.get("value") if isinstance(inner, dict) else None
    if isinstance(value, (list, tuple)):
        if not 1 <= len(value) <= 4096:
            raise ValueError
        return tuple(number(item) for item in value)
    return number(value)


def optional(reader: Reader) -> Reader:
    """Return a reader that takes `None` too."""
    return lambda value: None if value is None else reader(value)


def one_of(*words: str) -> Reader:
    """Return a reader of one word of a list, upper or lower case."""

    def read(value: object) -> Setting:
        if not isinstance(value, str) or value.lower() not in words:
            raise ValueError
        return value.lower()

    return read


def many(reader: Reader, least: int = 1, most: int = MAX_RANK) -> Reader:
    """Return a reader of a list, as a tuple."""

    def read(value: object) -> Setting:
        if not isinstance(value, (list, tuple)) or not least <= len(value) <= most:
            raise ValueError
        return tuple(reader(item) for item in value)

    return read


def axes(value: object) -> Setting:
    """Read one axis or several, batch axis counted, as a sorted tuple or an int."""
    axis = whole(-MAX_RANK, MAX_RANK)
    if type(value) is int:
        return axis(value)
    several = many(axis)(value)
    assert isinstance(several, tuple)
    found = sorted({item for item in several if isinstance(item, int)})
    return found[0] if len(found) == 1 else tuple(found)


def shape(value: object) -> Setting:
    """Read a shape without its batch axis; an open size is `None`."""
    return many(optional(whole(1, MAX_SIZE)), least=0)(value)


def name_of(value: object) -> str:
    """Return a layer's name.

    Raises:
        NetworkError: `network.malformed`, for what Keras would not accept as a name either.
    """
    if not isinstance(value, str) or not 0 < len(value) <= MAX_NAME:
        raise NetworkError("network.malformed", part="name")
    if "/" in value or not value.isprintable():
        raise NetworkError("network.malformed", part="name")
    return value


def shown(value: object) -> str:
    """Return a short text for a value that could be anything, for a message."""
    if type(value) is int and value.bit_length() > 128:
        return "a huge number"
    if value is None or isinstance(value, (bool, int, float, str)):
        return repr(value)[:60]
    if isinstance(value, (list, tuple)):
        inner = ", ".join("..." if isinstance(v, (list, dict)) else shown(v) for v in value[:4])
        return f"[{inner}{', ...' if len(value) > 4 else ''}]"[:80]
    return "an object"


def _two(value: object) -> tuple[object, object]:
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise ValueError
    return value[0], value[1]
