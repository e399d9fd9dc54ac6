"""Mistakes about padding (exercise 07): `coverage_map` and `max_depth`.

`cover` counts as the right map does. Its keyword arguments are the places where people go astray;
those of padding and of counting windows are the same as in a convolution written by hand.
"""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from grader.mistakes.catalogue import mistaken
from grader.mistakes.convolution import (
    WRONG_AROUND,
    Around,
    Array,
    Count,
    Pair,
    around_floor,
    around_same,
    windows_inside,
)


def line(
    n: int, k: int, s: int, pads: Pair = (0, 0), count: Count = windows_inside, step: int = 0
) -> Array:
    """Return how many windows look at each pixel of one row."""
    seen = np.zeros(n, dtype=int)
    for i in range(count(n + sum(pads), k, s)):
        first = i * (step or s) - pads[0]
        seen[max(first, 0) : max(first + k, 0)] += 1
    return seen


def cover(
    n: int,
    k: int,
    s: int,
    padding: str,
    *,
    around: Around = around_same,
    count: Count = windows_inside,
    step: int = 0,
) -> Array:
    """Return how many windows look at each pixel of a square picture."""
    seen = line(n, k, s, around(n, k, s) if padding == "same" else (0, 0), count, step)
    return np.outer(seen, seen)


for _id, _number, _around in (*WRONG_AROUND, ("same_floors", 38, around_floor)):
    mistaken("coverage_map", _id, number=_number)(partial(cover, around=_around))


@mistaken("coverage_map", "never_pads", hint=1)
def never_padded(n: int, k: int, s: int, padding: str) -> Array:
    """`padding` is not looked at."""
    return cover(n, k, s, "valid")


@mistaken("coverage_map", "always_pads", number=36, hint=1)
def always_padded(n: int, k: int, s: int, padding: str) -> Array:
    """The map of "same" for "valid"."""
    return cover(n, k, s, "same")


@mistaken("coverage_map", "ignores_stride", number=35, hint=1)
def stride_one(n: int, k: int, s: int, padding: str) -> Array:
    """`s = 1`"""
    return cover(n, k, 1, padding)


@mistaken("coverage_map", "windows_step_by_one", number=35)
def stepping_by_one(n: int, k: int, s: int, padding: str) -> Array:
    """`first = i`: as many windows as the stride allows, but side by side."""
    return cover(n, k, s, padding, step=1)


@mistaken("coverage_map", "windows_step_by_kernel", number=49)
def stepping_by_kernel(n: int, k: int, s: int, padding: str) -> Array:
    """`first = i * k`: no two windows overlap."""
    return cover(n, k, s, padding, step=k)


@mistaken("coverage_map", "forgets_last_window", number=31)
def last_window_lost(n: int, k: int, s: int, padding: str) -> Array:
    """`(n - k) // s` windows."""
    return cover(n, k, s, padding, count=lambda n, k, s: (n - k) // s)


@mistaken("coverage_map", "keeps_partial_window", number=32)
def over_the_edge(n: int, k: int, s: int, padding: str) -> Array:
    """`ceil((n - k) / s) + 1` windows: the last one hangs over the edge."""
    return cover(n, k, s, padding, count=lambda n, k, s: math.ceil((n - k) / s) + 1)


@mistaken("coverage_map", "windows_begin_everywhere", number=32)
def beginning_everywhere(n: int, k: int, s: int, padding: str) -> Array:
    """`range(0, n, s)` for "valid": a window begins on a pixel whether or not it fits."""
    if padding == "same":
        return cover(n, k, s, padding)
    return cover(n, k, s, padding, count=lambda n, k, s: math.ceil(n / s))


@mistaken("coverage_map", "stands_on_the_middle")
def centred(n: int, k: int, s: int, padding: str) -> Array:
    """`i * s - k // 2`: each window's middle stands on a pixel, whatever the zeros."""
    if padding != "same":
        return cover(n, k, s, padding)
    seen = np.zeros(n, dtype=int)
    for first in range(-(k // 2), n - k // 2, s):
        seen[max(first, 0) : max(first + k, 0)] += 1
    return np.outer(seen, seen)


@mistaken("coverage_map", "slices_from_below_zero", hint=3)
def counted_from_the_end(n: int, k: int, s: int, padding: str) -> Array:
    """`line[first:first + k]` where `first` is negative: Python counts that from the end."""
    before, after = around_same(n, k, s) if padding == "same" else (0, 0)
    seen = np.zeros(n, dtype=int)
    for i in range(windows_inside(n + before + after, k, s)):
        first = i * s - before
        seen[first : first + k] += 1
    return np.outer(seen, seen)


@mistaken("coverage_map", "marks_instead_of_counting", hint=1)
def marked(n: int, k: int, s: int, padding: str) -> Array:
    """`= 1` for `+= 1`: whether a pixel is seen, not how often."""
    return np.minimum(cover(n, k, s, padding), 1)


@mistaken("coverage_map", "adds_directions")
def added(n: int, k: int, s: int, padding: str) -> Array:
    """`rows + columns` for `rows * columns`."""
    seen = cover(n, k, s, padding).diagonal() ** 0.5
    return np.add.outer(seen, seen)


@mistaken("coverage_map", "one_direction_only")
def one_direction(n: int, k: int, s: int, padding: str) -> Array:
    """The counts along one row, repeated."""
    seen = cover(n, k, s, padding).diagonal() ** 0.5
    return np.tile(seen, (n, 1))


@mistaken("coverage_map", "counts_pixels_per_window", hint=1)
def pixels_per_window(n: int, k: int, s: int, padding: str) -> Array:
    """The answer of `build_probe`: one number for each window, not for each pixel."""
    before, after = around_same(n, k, s) if padding == "same" else (0, 0)
    firsts = [i * s - before for i in range(windows_inside(n + before + after, k, s))]
    real = [min(first + k, n) - max(first, 0) for first in firsts]
    return np.outer(real, real)


def layers_until(n: int, k: int, loss: int) -> int:
    """Return how many layers fit when each of them takes `loss` away."""
    return max((n - k) // loss + 1, 0)


@mistaken("max_depth", "subtracts_kernel", number=34)
def losing_kernel(n: int, k: int) -> int:
    """`n - k` after each layer."""
    return layers_until(n, k, k)


@mistaken("max_depth", "shrinks_twice", number=42)
def losing_twice(n: int, k: int) -> int:
    """`n - 2 * (k - 1)` after each layer."""
    return layers_until(n, k, 2 * (k - 1))


@mistaken("max_depth", "shrinks_one_side", number=41)
def losing_one_side(n: int, k: int) -> int:
    """`n - k // 2` after each layer."""
    return layers_until(n, k, k // 2)


@mistaken("max_depth", "shrinks_symmetrically", number=39)
def losing_symmetrically(n: int, k: int) -> int:
    """`n - 2 * (k // 2)` after each layer: right for odd kernels."""
    return layers_until(n, k, 2 * (k // 2))


@mistaken("max_depth", "kernel_always_three")
def losing_two(n: int, k: int) -> int:
    """`n - 2` after each layer, whatever the kernel."""
    return max((n - 1) // 2, 0)


@mistaken("max_depth", "loses_two_each_time")
def losing_two_of_any_kernel(n: int, k: int) -> int:
    """`n - 2` after each layer while the kernel fits."""
    return layers_until(n, k, 2)


@mistaken("max_depth", "divides_by_kernel", number=36)
def dividing(n: int, k: int) -> int:
    """`n // k` after each layer, as a pooling would do."""
    depth = 0
    while n >= k:
        n, depth = n // k, depth + 1
    return depth


@mistaken("max_depth", "stops_one_early", hint=1)
def needing_more_room(n: int, k: int) -> int:
    """`while n > k`: a window of just the size of its map is turned away."""
    return layers_until(n - 1, k, k - 1)


@mistaken("max_depth", "counts_failed_layer", hint=1)
def counting_failed(n: int, k: int) -> int:
    """`while n > 0`: counts the layer that no longer fits."""
    return (n - 1) // (k - 1) + 1


@mistaken("max_depth", "rounds_up")
def rounding_up(n: int, k: int) -> int:
    """`ceil((n - 1) / (k - 1))`"""
    return math.ceil((n - 1) / (k - 1))


@mistaken("max_depth", "keeps_fraction", hint=1)
def without_rounding(n: int, k: int) -> float:
    """`(n - 1) / (k - 1)`"""
    return (n - 1) / (k - 1)


@mistaken("max_depth", "returns_last_size", hint=1)
def size_left(n: int, k: int) -> int:
    """The size of the last map, not the number of layers."""
    return n - (n - 1) // (k - 1) * (k - 1)


@mistaken("max_depth", "never_zero", hint=1)
def at_least_one(n: int, k: int) -> int:
    """The first layer is taken for granted."""
    return max((n - 1) // (k - 1), 1)
