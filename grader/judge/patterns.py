"""What the differences between two arrays have in common."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from grader.judge.compare import close
from grader.judge.show import show, show_shape

Array = np.ndarray[Any, Any]
MOST_PARTS, CLOSE = 1024, 1e-4
LEAST_INSIDE = 4
"""Of so many cells inside, not one is wrong by chance."""
LEAST_SHARE = 4
"""One in so many cells at the border is wrong at least: what one side of four is."""


def pattern_of(expected: Array, found: Array, good: Array) -> dict[str, Any] | None:
    """Return a key of the catalogues' section `pattern`, with what its sentence needs.

    The arrays have one shape and finite numbers; `good` says which cells agree, not all of them.
    None where a single cell differs, of which all has been said.
    """
    right, wrong = expected.astype(np.float64), found.astype(np.float64)
    seen = (
        _by_a_factor(right, wrong)
        or _by_an_amount(right, wrong)
        or _at_the_border(good)
        or _in_a_channel(good)
        or _largest(right, wrong, good)
    )
    return None if seen is None else {"code": seen[0], "data": seen[1]}


Seen = tuple[str, dict[str, Any]]


def _by_a_factor(right: Array, wrong: Array) -> Seen | None:
    """Every cell is the right one times one number; two different cells at least are not 0."""
    if len(np.unique(right[right != 0])) < 2:
        return None
    place = np.unravel_index(np.abs(right).argmax(), right.shape)
    factor = wrong[place] / right[place]
    if factor == 0 or not close(right * factor, wrong).all():
        return None
    return "factor", {"factor": _fraction(factor)}


def _fraction(factor: float) -> str:
    """Return a number as it is read: `1/255` where that is what it is."""
    whole = round(1 / factor)
    small = 1 < abs(whole) <= MOST_PARTS and math.isclose(whole * factor, 1.0, rel_tol=CLOSE)
    return f"{'-' if whole < 0 else ''}1/{abs(whole)}" if small else f"{factor:.4g}"


def _by_an_amount(right: Array, wrong: Array) -> Seen | None:
    amount = (wrong - right).flat[0]
    if right.size < 2 or not close(right + amount, wrong).all():
        return None
    return "amount", {"amount": f"{amount:+.4g}"}


def _at_the_border(good: Array) -> Seen | None:
    """No cell inside is wrong, and so many at the border are that it is no accident."""
    if good.ndim < 2 or min(good.shape[:2]) < 3:
        return None
    inside = good[1:-1, 1:-1]
    border, wrong = good.size - inside.size, int((~good).sum())
    telling = inside.size >= LEAST_INSIDE and wrong * LEAST_SHARE >= border
    return ("border", {}) if telling and inside.all() else None


def _in_a_channel(good: Array) -> Seen | None:
    if good.ndim < 3 or good.shape[-1] < 2:
        return None
    wrong = np.flatnonzero(~good.all(axis=tuple(range(good.ndim - 1))))
    return ("channel", {"channel": int(wrong[0])}) if len(wrong) == 1 else None


def _largest(right: Array, wrong: Array, good: Array) -> Seen | None:
    place = np.unravel_index(np.abs(wrong - right).argmax(), right.shape)
    if (~good).sum() < 2 or tuple(np.argwhere(~good)[0]) == tuple(map(int, place)):
        return None
    cell = show_shape([int(side) for side in place])
    return "largest", {"cell": cell, "expected": show(right[place]), "found": show(wrong[place])}
