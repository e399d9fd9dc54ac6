"""Mistakes of pooling: `max_pool2d`, `avg_pool_as_conv` and `shift_change`.

Mistaken functions of `avg_pool_as_conv` also take `x`, a batch of pictures (N, H, W, C), and
return what the mistaken network would answer to it. Those of `shift_change` may call `model`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from grader.mistakes.catalogue import mistaken
from grader.mistakes.convolution import (
    WRONG_AROUND,
    Around,
    Array,
    Count,
    Pair,
    around_same,
    padded,
    windows_inside,
)

Model = Callable[[Array], Array]


def pool(
    x: Array,
    size: Pair,
    strides: Pair | None = None,
    padding: str = "valid",
    *,
    reduce: Callable[..., Any] = np.max,
    around: Around = around_same,
    count: Count = windows_inside,
    step: Pair | None = None,
    fill: float = -np.inf,
) -> Array:
    """Return what `MaxPooling2D` answers; padded cells never win."""
    strides = strides or size
    x = padded(x, size, strides, padding, around, fill)
    rows, columns = (
        max(count(n, k, s), 0) for n, k, s in zip(x.shape[:2], size, strides, strict=True)
    )
    sh, sw = step or strides
    out = np.empty((rows, columns, x.shape[2]))
    for i, j in np.ndindex(rows, columns):
        out[i, j] = reduce(x[i * sh : i * sh + size[0], j * sw : j * sw + size[1]], axis=(0, 1))
    return out


@mistaken("max_pool2d", "pool_stride_one", number=48, hint=1)
def pooled_at_every_pixel(
    x: Array, size: Pair, strides: Pair | None = None, padding: str = "valid"
) -> Array:
    """`strides = (1, 1)` when nothing is said."""
    return pool(x, size, strides or (1, 1), padding)


@mistaken("max_pool2d", "pool_stride_is_size", number=49)
def pooled_without_overlap(
    x: Array, size: Pair, strides: Pair | None = None, padding: str = "valid"
) -> Array:
    """`strides = size` even when they are given."""
    return pool(x, size, size, padding)


@mistaken("max_pool2d", "average_for_max")
def averaged(x: Array, size: Pair, strides: Pair | None = None, padding: str = "valid") -> Array:
    """`mean` instead of `max`; padded cells left out."""
    return pool(x, size, strides, padding, reduce=np.nanmean, fill=np.nan)


@mistaken("max_pool2d", "mixes_channels")
def pooled_across_channels(
    x: Array, size: Pair, strides: Pair | None = None, padding: str = "valid"
) -> Array:
    """`window.max()` without an axis."""
    return pool(np.broadcast_to(x.max(axis=2, keepdims=True), x.shape), size, strides, padding)


@mistaken("max_pool2d", "swaps_height_and_width", number=45)
def pooled_transposed(
    x: Array, size: Pair, strides: Pair | None = None, padding: str = "valid"
) -> Array:
    """`out[j, i]`"""
    return pool(x, size, strides, padding).transpose(1, 0, 2)


@mistaken("max_pool2d", "pool_size_swapped", number=45)
def pooled_with_size_swapped(
    x: Array, size: Pair, strides: Pair | None = None, padding: str = "valid"
) -> Array:
    """`pw, ph = size`"""
    return pool(x, (size[1], size[0]), strides, padding)


@mistaken("max_pool2d", "swaps_strides", number=45)
def pooled_with_strides_swapped(
    x: Array, size: Pair, strides: Pair | None = None, padding: str = "valid"
) -> Array:
    """`sw, sh = strides`"""
    sh, sw = strides or size
    return pool(x, size, (sw, sh), padding)


@mistaken("max_pool2d", "strides_rows_only", number=46)
def pooled_striding_rows(
    x: Array, size: Pair, strides: Pair | None = None, padding: str = "valid"
) -> Array:
    """`strides = (sh, 1)`"""
    return pool(x, size, ((strides or size)[0], 1), padding)


@mistaken("max_pool2d", "windows_step_by_one", number=35)
def pooled_stepping_by_one(
    x: Array, size: Pair, strides: Pair | None = None, padding: str = "valid"
) -> Array:
    """`x[i:i + ph, j:j + pw]`: the size obeys the stride, the windows do not."""
    return pool(x, size, strides, padding, step=(1, 1))


@mistaken("max_pool2d", "forgets_last_window", number=31)
def pooled_without_last_window(
    x: Array, size: Pair, strides: Pair | None = None, padding: str = "valid"
) -> Array:
    """`(n - p) // s`"""
    return pool(x, size, strides, padding, count=lambda n, k, s: (n - k) // s)


@mistaken("max_pool2d", "keeps_partial_window", number=32)
def pooled_over_the_edge(
    x: Array, size: Pair, strides: Pair | None = None, padding: str = "valid"
) -> Array:
    """`ceil((n - p) / s) + 1`: the last window hangs over the edge."""
    return pool(x, size, strides, padding, count=lambda n, k, s: math.ceil((n - k) / s) + 1)


@mistaken("max_pool2d", "zeros_win", number=58)
def pooled_with_zeros(
    x: Array, size: Pair, strides: Pair | None = None, padding: str = "valid"
) -> Array:
    """Pads with 0, which beats every negative number."""
    return pool(x, size, strides, padding, fill=0.0)


@mistaken("max_pool2d", "never_pads")
def pooled_never_padded(
    x: Array, size: Pair, strides: Pair | None = None, padding: str = "valid"
) -> Array:
    """`padding` is not looked at."""
    return pool(x, size, strides, "valid")


@mistaken("max_pool2d", "same_keeps_size", number=37)
def pooled_to_keep_size(
    x: Array, size: Pair, strides: Pair | None = None, padding: str = "valid"
) -> Array:
    """A window at each of the n positions when padding is "same"."""
    return pool(x, size, (1, 1) if padding == "same" else strides, padding)


for _id, _number, _around in WRONG_AROUND:
    mistaken("max_pool2d", _id, number=_number)(partial(pool, around=_around))


def average(x: Array, size: int, stride: int, padding: str = "valid") -> Array:
    """Return what a convolution with weights of 1 / size^2 answers to a batch of pictures."""
    window, strides = (size, size), (stride, stride)
    maps = [pool(p, window, strides, padding, reduce=np.mean, fill=0.0) for p in x]
    return np.stack(maps)


@mistaken("avg_pool_as_conv", "sums_instead_of_averaging")
def summed(size: int, channels: int, x: Array) -> Array:
    """Weights of 1."""
    return average(x, size, size) * size**2


@mistaken("avg_pool_as_conv", "divides_by_one_side", number=13)
def divided_by_one_side(size: int, channels: int, x: Array) -> Array:
    """Weights of `1 / size`."""
    return average(x, size, size) * size


@mistaken("avg_pool_as_conv", "mixes_channels")
def averages_added_up(size: int, channels: int, x: Array) -> Array:
    """`Conv2D(channels, size)` with all weights `1 / size ** 2`: every map is the sum of all."""
    total = average(x, size, size).sum(axis=3, keepdims=True)
    return np.repeat(total, channels, axis=3)


@mistaken("avg_pool_as_conv", "averages_channels_too")
def averaged_across_channels(size: int, channels: int, x: Array) -> Array:
    """`Conv2D(channels, size)` with all weights `1 / (size ** 2 * channels)`."""
    mean = average(x, size, size).mean(axis=3, keepdims=True)
    return np.repeat(mean, channels, axis=3)


@mistaken("avg_pool_as_conv", "convolution_stride_one", number=48)
def averaged_at_every_pixel(size: int, channels: int, x: Array) -> Array:
    """`strides` left out: a convolution then moves by one."""
    return average(x, size, 1)


@mistaken("avg_pool_as_conv", "average_counts_padding", number=57)
def averaged_with_padding(size: int, channels: int, x: Array) -> Array:
    """`padding="same"`: zeros take part in the average."""
    return average(x, size, size, "same")


def shifted(x: Array, d: int, axis: int = 2) -> Array:
    """Return x moved by d cells along an axis: right or down, or left for a negative d."""
    return np.roll(x, d, axis)


def relative(before: npt.ArrayLike, after: npt.ArrayLike) -> float:
    """Return the change as a part of what was there before."""
    change = np.subtract(after, before)
    return float(np.linalg.norm(change) / np.linalg.norm(before))


@mistaken("shift_change", "compares_strongest_only", number=75, hint=1)
def change_of_strongest(model: Model, x: Array, d: int) -> float:
    """`abs(max f(moved) - max f(x)) / max f(x)`: pooling then looks fully invariant."""
    return relative(model(x).max(), model(shifted(x, d)).max())


@mistaken("shift_change", "shifts_output")
def change_of_shifted_output(model: Model, x: Array, d: int) -> float:
    """Moves `f(x)`, not `x`."""
    answer = model(x)
    moved = np.zeros_like(answer)
    moved[:, :, d:] = answer[:, :, : max(answer.shape[2] - d, 0)]
    return relative(answer, moved)


@mistaken("shift_change", "shifts_down", number=45)
def change_when_moved_down(model: Model, x: Array, d: int) -> float:
    """Moves along axis 1: the rows."""
    return relative(model(x), model(shifted(x, d, axis=1)))


@mistaken("shift_change", "shifts_left")
def change_when_moved_left(model: Model, x: Array, d: int) -> float:
    """`x[:, :, d:]`"""
    return relative(model(x), model(shifted(x, -d)))


@mistaken("shift_change", "always_shifts_by_one")
def change_when_moved_by_one(model: Model, x: Array, d: int) -> float:
    """`d` is not looked at."""
    return relative(model(x), model(shifted(x, 1)))


@mistaken("shift_change", "compares_with_itself")
def change_of_nothing(model: Model, x: Array, d: int) -> float:
    """`moved = x`: one array under two names, and so two equal answers."""
    return 0.0


@mistaken("shift_change", "forgets_to_divide")
def absolute_change(model: Model, x: Array, d: int) -> float:
    """`norm(f(moved) - f(x))`"""
    return float(np.linalg.norm(model(shifted(x, d)) - model(x)))


@mistaken("shift_change", "divides_by_moved")
def change_as_part_of_moved(model: Model, x: Array, d: int) -> float:
    """`/ norm(f(moved))`"""
    return relative(model(shifted(x, d)), model(x))


@mistaken("shift_change", "forgets_root")
def squared_change(model: Model, x: Array, d: int) -> float:
    """`sum(difference ** 2) / sum(f(x) ** 2)`"""
    return relative(model(x), model(shifted(x, d))) ** 2


@mistaken("shift_change", "absolute_for_squared")
def change_in_absolute_values(model: Model, x: Array, d: int) -> float:
    """`sum(abs(difference)) / sum(abs(f(x)))`"""
    before, after = model(x), model(shifted(x, d))
    return float(np.abs(after - before).sum() / np.abs(before).sum())


@mistaken("shift_change", "compares_pictures")
def change_of_picture(model: Model, x: Array, d: int) -> float:
    """`norm(moved - x) / norm(x)`: the model is never asked."""
    return relative(x, shifted(x, d))
