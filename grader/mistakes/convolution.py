"""Mistakes of a convolution written by hand: `conv_step` and `conv2d`.

`convolve` walks as Keras does. Its keyword arguments are the places where people go astray, so
that most mistakes differ from it in one word.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import numpy as np

from grader.mistakes.catalogue import mistaken

Array = np.ndarray[Any, Any]
Pair = tuple[int, int]
Around = Callable[[int, int, int], Pair]
Count = Callable[[int, int, int], int]
Mode = Literal["constant", "edge", "reflect"]


def missing(n: int, k: int, s: int) -> int:
    """Return how many cells "same" adds along one side of the picture, both ends together."""
    return max((math.ceil(n / s) - 1) * s + k - n, 0)


def around_same(n: int, k: int, s: int) -> Pair:
    """Return the cells that "same" adds before and after; the odd one comes after."""
    return missing(n, k, s) // 2, missing(n, k, s) - missing(n, k, s) // 2


def around_top_left(n: int, k: int, s: int) -> Pair:
    """Return the cells of somebody who puts the odd one before."""
    before, after = around_same(n, k, s)
    return after, before


def around_symmetric(n: int, k: int, s: int) -> Pair:
    """Return the cells of somebody who takes P = (k - 1) // 2, on both ends."""
    return (k - 1) // 2, (k - 1) // 2


def around_half_kernel(n: int, k: int, s: int) -> Pair:
    """Return the cells of somebody who takes P = k // 2, on both ends."""
    return k // 2, k // 2


def around_without_odd(n: int, k: int, s: int) -> Pair:
    """Return the cells of somebody who halves the total and forgets the rest."""
    return missing(n, k, s) // 2, missing(n, k, s) // 2


def around_one(n: int, k: int, s: int) -> Pair:
    """Return the cells of somebody who takes P = 1 for every kernel."""
    return 1, 1


def around_stride_one(n: int, k: int, s: int) -> Pair:
    """Return the cells of somebody who takes k - 1 in all, whatever the stride."""
    return around_same(n, k, 1)


def around_after(n: int, k: int, s: int) -> Pair:
    """Return the cells of somebody who puts all of them at the bottom and on the right."""
    return 0, missing(n, k, s)


def around_keeping_size(n: int, k: int, s: int) -> Pair:
    """Return the cells of somebody who wants n windows although they move by s."""
    total = max((n - 1) * s + k - n, 0)
    return total // 2, total - total // 2


def around_floor(n: int, k: int, s: int) -> Pair:
    """Return the cells of somebody who wants n // s windows."""
    total = max((n // s - 1) * s + k - n, 0)
    return total // 2, total - total // 2


WRONG_AROUND: tuple[tuple[str, int | None, Around], ...] = (
    ("extra_zero_before", 59, around_top_left),
    ("pads_one_side", 41, around_after),
    ("symmetric_padding", 39, around_symmetric),
    ("pads_half_kernel", 39, around_half_kernel),
    ("drops_odd_zero", 39, around_without_odd),
    ("pads_one", 40, around_one),
    ("pads_as_for_stride_one", None, around_stride_one),
)
"""Mistakes of padding: identifier, number, the cells added; a pooling makes them, too."""


def windows_inside(n: int, k: int, s: int) -> int:
    """Return how many windows fit."""
    return (n - k) // s + 1


def padded(
    x: Array,
    size: Pair,
    strides: Pair,
    padding: str,
    around: Around,
    fill: float = 0.0,
    mode: Mode = "constant",
) -> Array:
    """Return the picture with the cells that "same" adds."""
    if padding != "same":
        return x
    sides = [around(n, k, s) for n, k, s in zip(x.shape[:2], size, strides, strict=True)]
    if mode == "constant":
        return np.pad(x, [*sides, (0, 0)], constant_values=fill)
    return np.pad(x, [*sides, (0, 0)], mode)


def convolve(
    x: Array,
    w: Array,
    b: Array,
    strides: Pair = (1, 1),
    padding: str = "valid",
    *,
    around: Around = around_same,
    count: Count = windows_inside,
    step: Pair | None = None,
    mode: Mode = "constant",
) -> Array:
    """Return what `Conv2D` answers: (H, W, C) and (kh, kw, C, F) to (Ho, Wo, F)."""
    kh, kw = w.shape[:2]
    x = padded(x, (kh, kw), strides, padding, around, mode=mode)
    rows, columns = (
        max(count(n, k, s), 0) for n, k, s in zip(x.shape[:2], (kh, kw), strides, strict=True)
    )
    sh, sw = step or strides
    out = np.empty((rows, columns, w.shape[3]))
    for i, j in np.ndindex(rows, columns):
        window = x[i * sh : i * sh + kh, j * sw : j * sw + kw]
        out[i, j] = np.tensordot(window, w, 3) + b
    return out


@mistaken("conv_step", "forgets_bias", number=1, hint=1)
def step_without_bias(window: Array, kernel: Array, bias: float) -> float:
    """`sum(window * kernel)`"""
    return float((window * kernel).sum())


@mistaken("conv_step", "flips_kernel", number=55)
def step_flipped(window: Array, kernel: Array, bias: float) -> float:
    """`kernel[::-1, ::-1]`"""
    return float((window * kernel[::-1, ::-1]).sum() + bias)


@mistaken("conv_step", "flips_channels_too", number=55)
def step_flipped_everywhere(window: Array, kernel: Array, bias: float) -> float:
    """`np.flip(kernel)`"""
    return float((window * np.flip(kernel)).sum() + bias)


@mistaken("conv_step", "keeps_channels_apart", number=56)
def step_per_channel(window: Array, kernel: Array, bias: float) -> Array:
    """`sum(axis=(0, 1))`: one number for each channel."""
    return np.asarray((window * kernel).sum(axis=(0, 1)) + bias)


@mistaken("conv_step", "first_channel_only", number=2)
def step_first_channel(window: Array, kernel: Array, bias: float) -> float:
    """`window[..., 0]`"""
    return float((window[..., 0] * kernel[..., 0]).sum() + bias)


@mistaken("conv_step", "bias_for_every_channel", number=5)
def step_bias_per_channel(window: Array, kernel: Array, bias: float) -> float:
    """`C * bias`"""
    return float((window * kernel).sum() + window.shape[2] * bias)


@mistaken("conv_step", "bias_for_every_product", number=8)
def step_bias_per_product(window: Array, kernel: Array, bias: float) -> float:
    """`sum(window * kernel + bias)`"""
    return float((window * kernel + bias).sum())


@mistaken("conv_step", "averages_products")
def step_averaged(window: Array, kernel: Array, bias: float) -> float:
    """`mean(window * kernel)`: the match score of exercise 02."""
    return float((window * kernel).mean() + bias)


@mistaken("conv_step", "applies_relu")
def step_without_negatives(window: Array, kernel: Array, bias: float) -> float:
    """`max(0, ...)`"""
    return max(float((window * kernel).sum() + bias), 0.0)


@mistaken("conv2d", "forgets_bias", number=1, hint=1)
def without_bias(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """No `+ b[f]`."""
    return convolve(x, w, np.zeros_like(b), strides, padding)


@mistaken("conv2d", "one_bias_for_all", number=6)
def one_bias(x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid") -> Array:
    """`b[0]` for every filter."""
    return convolve(x, w, np.full_like(b, b[0]), strides, padding)


@mistaken("conv2d", "bias_for_every_channel", number=5)
def bias_per_channel(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`+ b[f]` inside the loop over channels."""
    return convolve(x, w, w.shape[2] * b, strides, padding)


@mistaken("conv2d", "flips_kernel", number=55)
def flipped(x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid") -> Array:
    """`w[::-1, ::-1]`"""
    return convolve(x, w[::-1, ::-1], b, strides, padding)


@mistaken("conv2d", "flips_channels_too", number=55)
def flipped_everywhere(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`np.flip(w[..., f])`"""
    return convolve(x, w[::-1, ::-1, ::-1], b, strides, padding)


@mistaken("conv2d", "keeps_channels_apart", number=56)
def channels_apart(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`sum(axis=(0, 1))`: (Ho, Wo, C, F)."""
    channels = range(x.shape[2])
    parts = [convolve(x[:, :, [c]], w[:, :, [c]], b, strides, padding) for c in channels]
    return np.stack(parts, axis=2)


@mistaken("conv2d", "first_channel_only", number=2)
def first_channel(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`x[..., 0]`"""
    return convolve(x[:, :, :1], w[:, :, :1], b, strides, padding)


@mistaken("conv2d", "first_filter_only", number=11)
def first_filter(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`w[..., 0]`: one feature map."""
    return convolve(x, w[..., :1], b[:1], strides, padding)


@mistaken("conv2d", "swaps_height_and_width", number=45)
def transposed(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`out[j, i]`"""
    return convolve(x, w, b, strides, padding).transpose(1, 0, 2)


@mistaken("conv2d", "maps_first")
def maps_in_front(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """(F, Ho, Wo)."""
    return np.moveaxis(convolve(x, w, b, strides, padding), 2, 0)


@mistaken("conv2d", "applies_relu")
def without_negatives(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`max(0, ...)`"""
    return np.maximum(convolve(x, w, b, strides, padding), 0)


@mistaken("conv2d", "pads_with_pixels")
def edge_repeated(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`np.pad(..., mode="edge")`"""
    return convolve(x, w, b, strides, padding, mode="edge")


@mistaken("conv2d", "pads_with_a_mirror")
def edge_mirrored(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`np.pad(..., mode="reflect")`"""
    return convolve(x, w, b, strides, padding, mode="reflect")


@mistaken("conv2d", "forgets_last_window", number=31)
def last_window_lost(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`(n - k) // s`"""
    return convolve(x, w, b, strides, padding, count=lambda n, k, s: (n - k) // s)


@mistaken("conv2d", "shrinks_twice", number=42)
def shrunk_twice(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`(n - 2 * k) // s`"""
    return convolve(x, w, b, strides, padding, count=lambda n, k, s: (n - 2 * k) // s)


@mistaken("conv2d", "ignores_stride", number=35)
def stride_one(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`strides = (1, 1)`"""
    return convolve(x, w, b, (1, 1), padding)


@mistaken("conv2d", "swaps_strides", number=45)
def strides_swapped(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`sw, sh = strides`"""
    return convolve(x, w, b, (strides[1], strides[0]), padding)


@mistaken("conv2d", "strides_rows_only", number=46)
def stride_on_rows(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`strides = (sh, 1)`"""
    return convolve(x, w, b, (strides[0], 1), padding)


@mistaken("conv2d", "windows_step_by_one", number=35)
def stepping_by_one(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`x[i:i + kh, j:j + kw]`: the size obeys the stride, the windows do not."""
    return convolve(x, w, b, strides, padding, step=(1, 1))


@mistaken("conv2d", "never_pads")
def never_padded(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`padding` is not looked at."""
    return convolve(x, w, b, strides, "valid")


@mistaken("conv2d", "same_keeps_size", number=37)
def padded_to_keep_size(
    x: Array, w: Array, b: Array, strides: Pair = (1, 1), padding: str = "valid"
) -> Array:
    """`(n - 1) * s + k - n` zeros, so that n windows fit."""
    return convolve(x, w, b, strides, padding, around=around_keeping_size)


for _id, _number, _around in (*WRONG_AROUND, ("same_floors", 38, around_floor)):
    mistaken("conv2d", _id, number=_number)(partial(convolve, around=_around))
