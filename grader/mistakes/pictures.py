"""Mistakes about pictures as arrays (exercise 01) and about matching patterns (exercise 02)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.mistakes.catalogue import mistaken

Array = np.ndarray[Any, Any]
Score = Callable[[Array, Array], float]


# to_batch: the right steps, so that each mistake says only what it does otherwise.


def _scaled(img: Array) -> Array:
    return img / 255 if img.dtype == np.uint8 else img


def _with_channel(img: Array) -> Array:
    return img[..., None] if img.ndim == 2 else img


def _batch(picture: Array) -> Array:
    """One picture, its axes and values done, as a batch."""
    return picture[None].astype("float32")


@mistaken("to_batch", "forgets_batch_axis", number=50, hint=1)
def _forgets_batch_axis(img: Array) -> Array:
    """(H, W, C)"""
    return _with_channel(_scaled(img)).astype("float32")


@mistaken("to_batch", "batch_axis_last", number=50, hint=1)
def _batch_axis_last(img: Array) -> Array:
    """(H, W, C, 1)"""
    return _with_channel(_scaled(img))[..., None].astype("float32")


@mistaken("to_batch", "forgets_channel_axis", number=61, hint=2)
def _forgets_channel_axis(img: Array) -> Array:
    """(1, H, W) for a grey picture."""
    return _batch(_scaled(img))


@mistaken("to_batch", "adds_channel_always", hint=2)
def _adds_channel_always(img: Array) -> Array:
    """(1, H, W, C, 1): the axis is added whether it is there or not."""
    return _batch(_scaled(img)[..., None])


@mistaken("to_batch", "channels_first", number=60, hint=1)
def _to_batch_channels_first(img: Array) -> Array:
    """(1, C, H, W)"""
    return _batch(np.moveaxis(_with_channel(_scaled(img)), -1, 0))


@mistaken("to_batch", "swaps_height_and_width", number=45, hint=1)
def _to_batch_swaps_height_width(img: Array) -> Array:
    """(1, W, H, C)"""
    return _batch(np.swapaxes(_with_channel(_scaled(img)), 0, 1))


@mistaken("to_batch", "repeats_grey_as_rgb", hint=2)
def _to_batch_repeats_grey(img: Array) -> Array:
    """(1, H, W, 3) for a grey picture."""
    return _batch(np.stack([_scaled(img)] * 3, axis=-1) if img.ndim == 2 else _scaled(img))


@mistaken("to_batch", "keeps_three_channels", hint=2)
def _to_batch_keeps_three(img: Array) -> Array:
    """img[..., :3]"""
    return _batch(_with_channel(_scaled(img))[..., :3])


@mistaken("to_batch", "forgets_scaling", number=66, hint=3)
def _forgets_scaling(img: Array) -> Array:
    """Values 0 to 255."""
    return _batch(_with_channel(img))


@mistaken("to_batch", "scales_floats_too", number=67, hint=3)
def _scales_floats_too(img: Array) -> Array:
    """img / 255 for floats as well."""
    return _batch(_with_channel(img / 255))


@mistaken("to_batch", "guesses_scale_from_maximum", number=67, hint=2)
def _guesses_scale_from_maximum(img: Array) -> Array:
    """img / 255 only if img.max() > 1."""
    return _batch(_with_channel(img / 255 if img.max() > 1 else img))


@mistaken("to_batch", "divides_by_maximum", number=67, hint=2)
def _divides_by_maximum(img: Array) -> Array:
    """img / img.max()"""
    return _batch(_with_channel(img / max(img.max(), 1e-9)))


@mistaken("to_batch", "divides_by_256", hint=3)
def _divides_by_256(img: Array) -> Array:
    """img / 256"""
    return _batch(_with_channel(img / 256 if img.dtype == np.uint8 else img))


@mistaken("to_batch", "divides_whole_numbers", hint=3)
def _divides_whole_numbers(img: Array) -> Array:
    """img // 255"""
    return _batch(_with_channel(img // 255 if img.dtype == np.uint8 else img))


@mistaken("to_batch", "centres_on_zero", hint=3)
def _centres_on_zero(img: Array) -> Array:
    """img / 127.5 - 1"""
    return _batch(_with_channel(img / 127.5 - 1 if img.dtype == np.uint8 else img))


@mistaken("to_batch", "forgets_float32", hint=3)
def _forgets_float32(img: Array) -> Array:
    """float64, as NumPy divides."""
    return _with_channel(_scaled(img))[None].astype("float64")


# split_channels


def _sheets(img: Array) -> list[Array]:
    return [img] if img.ndim == 2 else [img[..., c] for c in range(img.shape[2])]


@mistaken("split_channels", "channels_first", number=60, hint=2)
def _split_channels_first(img: Array) -> list[Array]:
    """list(img): one (W, C) array for each row."""
    return list(img)


@mistaken("split_channels", "indexes_rows", number=60, hint=2)
def _indexes_rows(img: Array) -> list[Array]:
    """img[c]: the first C rows."""
    return [img] if img.ndim == 2 else [img[c] for c in range(img.shape[2])]


@mistaken("split_channels", "indexes_columns", hint=2)
def _indexes_columns(img: Array) -> list[Array]:
    """img[:, c]: the first C columns."""
    return [img] if img.ndim == 2 else [img[:, c] for c in range(img.shape[2])]


@mistaken("split_channels", "keeps_axis_of_one", hint=2)
def _keeps_axis_of_one(img: Array) -> list[Array]:
    """(H, W, 1)"""
    return [sheet[..., None] for sheet in _sheets(img)]


@mistaken("split_channels", "blanks_other_channels", hint=1)
def _blanks_other_channels(img: Array) -> list[Array]:
    """(H, W, C) with the other channels set to 0."""
    if img.ndim == 2:
        return [img]
    return [img * (np.arange(img.shape[2]) == c).astype(img.dtype) for c in range(img.shape[2])]


@mistaken("split_channels", "reverses_channels", hint=1)
def _reverses_channels(img: Array) -> list[Array]:
    """Blue, green, red."""
    return _sheets(img)[::-1]


@mistaken("split_channels", "keeps_three_channels", hint=2)
def _split_keeps_three(img: Array) -> list[Array]:
    """Three sheets at most."""
    return _sheets(img)[:3]


@mistaken("split_channels", "swaps_height_and_width", number=45, hint=2)
def _split_swaps_height_width(img: Array) -> list[Array]:
    """(W, H)"""
    return [sheet.T for sheet in _sheets(img)]


@mistaken("split_channels", "turns_to_float", hint=3)
def _split_turns_to_float(img: Array) -> list[Array]:
    """Every sheet as float64."""
    return [sheet.astype("float64") for sheet in _sheets(img)]


@mistaken("split_channels", "repeats_grey_as_rgb", hint=2)
def _split_repeats_grey(img: Array) -> list[Array]:
    """Three times the same sheet for a grey picture."""
    return [img] * 3 if img.ndim == 2 else _sheets(img)


@mistaken("split_channels", "grey_without_list", hint=3)
def _grey_without_list(img: Array) -> Array | list[Array]:
    """img instead of [img]."""
    return img if img.ndim == 2 else _sheets(img)


# flatten_image


@mistaken("flatten_image", "channel_after_channel", number=60, hint=2)
def _channel_after_channel(img: Array) -> Array:
    """All of the first channel, then all of the second."""
    return np.concatenate([sheet.reshape(-1) for sheet in _sheets(img)])


@mistaken("flatten_image", "column_after_column", hint=2)
def _column_after_column(img: Array) -> Array:
    """img.T.reshape(-1): the first axis runs fastest."""
    return img.flatten("F")


@mistaken("flatten_image", "swaps_height_and_width", number=45, hint=2)
def _flatten_swaps_height_width(img: Array) -> Array:
    """Columns before rows, channels side by side."""
    return np.swapaxes(img, 0, 1).reshape(-1)


@mistaken("flatten_image", "flattens_one_channel", number=25, hint=1)
def _flattens_one_channel(img: Array) -> Array:
    """H * W numbers of the first channel."""
    return _sheets(img)[0].reshape(-1)


@mistaken("flatten_image", "keeps_channel_axis", number=25, hint=3)
def _keeps_channel_axis(img: Array) -> Array:
    """(H * W, C)"""
    return img.reshape(-1, img.shape[2]) if img.ndim == 3 else img.reshape(-1)


@mistaken("flatten_image", "keeps_rows", hint=3)
def _keeps_rows(img: Array) -> Array:
    """(H, W * C)"""
    return img.reshape(img.shape[0], -1)


@mistaken("flatten_image", "row_in_a_batch", number=50, hint=3)
def _row_in_a_batch(img: Array) -> Array:
    """(1, H * W * C)"""
    return img.reshape(1, -1)


@mistaken("flatten_image", "stands_as_column", hint=3)
def _stands_as_column(img: Array) -> Array:
    """(H * W * C, 1)"""
    return img.reshape(-1, 1)


@mistaken("flatten_image", "scales_here_too", hint=3)
def _scales_here_too(img: Array) -> Array:
    """Divides uint8 by 255 as in to_batch."""
    return _scaled(img).reshape(-1)


@mistaken("flatten_image", "turns_to_float", hint=3)
def _flatten_turns_to_float(img: Array) -> Array:
    """float64"""
    return img.reshape(-1).astype("float64")


# to_plus_minus_one


@mistaken("to_plus_minus_one", "wraps_around", hint=3)
def _wraps_around(img: Array) -> Array:
    """2 * img - 1 in uint8, where 0 - 1 is 255."""
    return 2 * img - 1


@mistaken("to_plus_minus_one", "keeps_zero_one", hint=1)
def _keeps_zero_one(img: Array) -> Array:
    """img"""
    return img


@mistaken("to_plus_minus_one", "swaps_black_and_white", hint=2)
def _swaps_black_and_white(img: Array) -> Array:
    """1 - 2 * img"""
    return np.where(img == 0, 1.0, -1.0)


@mistaken("to_plus_minus_one", "forgets_minus_one", hint=3)
def _forgets_minus_one(img: Array) -> Array:
    """2 * img"""
    return 2 * img


@mistaken("to_plus_minus_one", "forgets_doubling", hint=3)
def _forgets_doubling(img: Array) -> Array:
    """img - 1"""
    return img - 1


@mistaken("to_plus_minus_one", "centres_on_half", hint=3)
def _centres_on_half(img: Array) -> Array:
    """img - 0.5"""
    return img - 0.5


@mistaken("to_plus_minus_one", "expects_255", hint=1)
def _expects_255(img: Array) -> Array:
    """img / 127.5 - 1"""
    centred: Array = img / 127.5 - 1
    return centred


@mistaken("to_plus_minus_one", "subtracts_mean", hint=2)
def _subtracts_mean(img: Array) -> Array:
    """img - img.mean()"""
    return img - float(img.mean())


# match_score; activation_map makes most of the same mistakes at every place.


def _right(patch: Array, kernel: Array) -> float:
    return float((patch * kernel).sum() / kernel.size)


def _sum(patch: Array, kernel: Array) -> float:
    return float((patch * kernel).sum())


def _per_row(patch: Array, kernel: Array) -> float:
    return float((patch * kernel).sum() / len(kernel))


def _per_nonzero(patch: Array, kernel: Array) -> float:
    return float((patch * kernel).sum() / np.count_nonzero(kernel))


def _flipped(patch: Array, kernel: Array) -> float:
    return _right(patch, kernel[::-1, ::-1])


def _agreement(patch: Array, kernel: Array) -> float:
    return float((patch == kernel).mean())


def _cosine(patch: Array, kernel: Array) -> float:
    length = np.sqrt((patch**2).sum() * (kernel**2).sum())
    return float((patch * kernel).sum() / length) if length else 0.0


def _recoded(patch: Array, kernel: Array) -> float:
    return _right(np.where(patch > 0, 1.0, -1.0), np.where(kernel > 0, 1.0, -1.0))


def _clipped(patch: Array, kernel: Array) -> float:
    return max(0.0, _right(patch, kernel))


def _absolute(patch: Array, kernel: Array) -> float:
    return abs(_right(patch, kernel))


def _rounded(patch: Array, kernel: Array) -> float:
    return round(_right(patch, kernel), 2)


def _slide(image: Array, kernel: Array, score: Score) -> Array:
    """Return the score at every place where the kernel fits."""
    kh, kw = kernel.shape
    windows = np.lib.stride_tricks.sliding_window_view(image, (kh, kw))
    rows, columns = windows.shape[:2]
    scores = [[score(windows[i, j], kernel) for j in range(columns)] for i in range(rows)]
    return np.array(scores, dtype=float)


def _score_mistake(id: str, score: Score, number: int | None = None, hint: int = 2) -> None:
    """Enter one wrong score for a single patch and for the whole map."""

    def activation_map(image: Array, kernel: Array) -> Array:
        return _slide(image, kernel, score)

    mistaken("match_score", id, number=number, hint=hint)(score)
    mistaken("activation_map", id, number=number, hint=hint)(activation_map)


_score_mistake("flips_kernel", _flipped, number=55)
_score_mistake("forgets_to_average", _sum, hint=1)
_score_mistake("divides_by_rows", _per_row, hint=3)
_score_mistake("divides_by_nonzero", _per_nonzero, hint=3)
_score_mistake("counts_agreements", _agreement)
_score_mistake("cosine", _cosine)
_score_mistake("recodes_inside", _recoded)
_score_mistake("clips_negatives", _clipped, hint=1)
_score_mistake("drops_the_sign", _absolute, hint=1)
_score_mistake("rounds_the_score", _rounded, hint=3)


@mistaken("match_score", "cuts_decimals", hint=3)
def _cuts_decimals(patch: Array, kernel: Array) -> int:
    """int(...)"""
    return int(_right(patch, kernel))


@mistaken("match_score", "floors_the_score", hint=3)
def _floors_the_score(patch: Array, kernel: Array) -> float:
    """`//` in place of `/`"""
    return float((patch * kernel).sum() // kernel.size)


@mistaken("match_score", "multiplies_matrices", hint=3)
def _multiplies_matrices(patch: Array, kernel: Array) -> float:
    """(patch @ kernel).sum() / kernel.size; a ValueError where they are not square."""
    return float((patch @ kernel).sum() / kernel.size)


@mistaken("match_score", "divides_by_kernel_sum", hint=3)
def _divides_by_kernel_sum(patch: Array, kernel: Array) -> float:
    """sum / kernel.sum()"""
    return float((patch * kernel).sum() / (kernel.sum() or np.nan))


# activation_map


@mistaken("activation_map", "forgets_last_window", number=34, hint=2)
def _loses_last_window(image: Array, kernel: Array) -> Array:
    """(H - kh, W - kw) places."""
    return _slide(image, kernel, _right)[:-1, :-1]


@mistaken("activation_map", "pads_the_image", hint=1)
def _pads_the_image(image: Array, kernel: Array) -> Array:
    """As many places as pixels, zeros around the image."""
    before = [(side - 1) // 2 for side in kernel.shape]
    after = [side // 2 for side in kernel.shape]
    return _slide(np.pad(image, list(zip(before, after))), kernel, _right)


@mistaken("activation_map", "windows_step_by_kernel", hint=1)
def _jumps_by_kernel(image: Array, kernel: Array) -> Array:
    """Windows side by side, without overlap."""
    kh, kw = kernel.shape
    return _slide(image, kernel, _right)[::kh, ::kw]


@mistaken("activation_map", "swaps_height_and_width", number=45, hint=2)
def _map_swaps_height_width(image: Array, kernel: Array) -> Array:
    """result[j, i]"""
    return np.swapaxes(_slide(image, kernel, _right), 0, 1)


@mistaken("activation_map", "cuts_to_whole_numbers", hint=2)
def _cuts_to_whole_numbers(image: Array, kernel: Array) -> Array:
    """np.zeros(..., dtype=image.dtype)"""
    scores = _slide(image, kernel, _right)
    return scores.astype(image.dtype) if image.dtype.kind in "iu" else scores


@mistaken("activation_map", "divides_by_image", hint=3)
def _divides_by_image(image: Array, kernel: Array) -> Array:
    """sum / image.size"""
    share = kernel.size / image.size
    return _slide(image, kernel, lambda patch, kernel: _right(patch, kernel) * share)
