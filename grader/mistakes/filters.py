"""Mistakes about the famous filters and how a layer carries them (exercise 06)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from grader.mistakes.catalogue import mistaken

Array = np.ndarray[Any, Any]

_BLUR = np.ones((3, 3)) / 9
_GAUSSIAN = np.outer([1.0, 2.0, 1.0], [1.0, 2.0, 1.0]) / 16
_SOBEL_X = np.outer([1.0, 2.0, 1.0], [-1.0, 0.0, 1.0])
_CROSS = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
_RING = np.array([[1.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
_MIDDLE = np.array([[0.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]])

_FILTERS: dict[str, Array] = {
    "identity": _MIDDLE,
    "blur": _BLUR,
    "gaussian": _GAUSSIAN,
    "sharpen": 5 * _MIDDLE - _CROSS,
    "edge": 8 * _MIDDLE - _RING,
    "sobel_x": _SOBEL_X,
    "sobel_y": _SOBEL_X.T,
}


def _instead(wrong: Mapping[str, Array]) -> Callable[[str], Array]:
    """Return a `make_filter` that is wrong about these names and right about the others."""

    def make_filter(name: str) -> Array:
        return {**_FILTERS, **wrong}[name]

    return make_filter


def _filter_mistake(id: str, hint: int, number: int | None = None, **wrong: Array) -> None:
    """Enter a `make_filter` with these wrong filters."""
    mistaken("make_filter", id, number=number, hint=hint)(_instead(wrong))


# The exact ones.
_filter_mistake("forgets_to_normalise", 1, blur=9 * _BLUR, gaussian=16 * _GAUSSIAN)
_filter_mistake("divides_blur_by_three", 1, blur=3 * _BLUR)
_filter_mistake("divides_gaussian_by_nine", 2, gaussian=_GAUSSIAN * 16 / 9)
_filter_mistake("blur_for_gaussian", 2, gaussian=_BLUR)
_filter_mistake("eye_for_identity", 2, identity=np.eye(3))
_filter_mistake("ones_for_identity", 1, identity=9 * _BLUR)
_filter_mistake("blur_without_middle", 2, blur=_RING / 8)

# Those known by sum and signs.
_filter_mistake("flips_kernel", 2, number=55, sobel_x=-_SOBEL_X, sobel_y=-_SOBEL_X.T)
_filter_mistake("swaps_sobel", 2, number=45, sobel_x=_SOBEL_X.T, sobel_y=_SOBEL_X)
_filter_mistake("y_points_up", 2, sobel_y=-_SOBEL_X.T)
_filter_mistake(
    "derives_one_line", 3, sobel_x=_SOBEL_X * [[0], [1], [0]], sobel_y=_SOBEL_X.T * [0, 1, 0]
)
_filter_mistake("sharpen_sums_to_zero", 1, sharpen=4 * _MIDDLE - _CROSS)
_filter_mistake("sharpen_takes_corners", 2, sharpen=9 * _MIDDLE - _RING)
_filter_mistake("edge_keeps_picture", 1, edge=9 * _MIDDLE - _RING)
_filter_mistake("edge_without_corners", 2, edge=4 * _MIDDLE - _CROSS)
_filter_mistake("edge_upside_down", 2, edge=_RING - 8 * _MIDDLE)
_filter_mistake("swaps_sharpen_and_edge", 1, edge=_FILTERS["sharpen"], sharpen=_FILTERS["edge"])
_filter_mistake(
    "forgets_minus_signs",
    1,
    sharpen=abs(_FILTERS["sharpen"]),
    edge=abs(_FILTERS["edge"]),
    sobel_x=abs(_SOBEL_X),
    sobel_y=abs(_SOBEL_X.T),
)


# build_filter_bank: the kernels (3, 3, 1, F) that the layer would carry.


def _kernels(names: Sequence[str]) -> Array:
    return np.stack([_FILTERS[name] for name in names], axis=-1)[:, :, None, :]


@mistaken("build_filter_bank", "flips_kernel", number=55, hint=2)
def _bank_flips_kernel(names: Sequence[str]) -> Array:
    """w[::-1, ::-1], as a true convolution would."""
    return _kernels(names)[::-1, ::-1]


@mistaken("build_filter_bank", "transposes_kernel", number=45, hint=3)
def _bank_transposes_kernel(names: Sequence[str]) -> Array:
    """np.array(filters).T: the filters come last, but rows and columns change places."""
    return np.swapaxes(_kernels(names), 0, 1)


@mistaken("build_filter_bank", "reshapes_axes", hint=3)
def _bank_reshapes_axes(names: Sequence[str]) -> Array:
    """np.array(filters).reshape(3, 3, 1, F): numbers of different filters get mixed."""
    return np.array([_FILTERS[name] for name in names]).reshape(3, 3, 1, len(names))


@mistaken("build_filter_bank", "sorts_names", hint=1)
def _bank_sorts_names(names: Sequence[str]) -> Array:
    """Filters in the order of the alphabet."""
    return _kernels(sorted(names))


@mistaken("build_filter_bank", "catalogue_order", hint=1)
def _bank_catalogue_order(names: Sequence[str]) -> Array:
    """Filters in the order in which the exercise lists them."""
    return _kernels(sorted(names, key=list(_FILTERS).index))


@mistaken("build_filter_bank", "reverses_names", hint=3)
def _bank_reverses_names(names: Sequence[str]) -> Array:
    """The last name first."""
    return _kernels(names[::-1])


@mistaken("build_filter_bank", "prewitt_for_sobel", hint=2)
def _bank_prewitt(names: Sequence[str]) -> Array:
    """1 1 1 along the edge instead of 1 2 1."""
    kernels = [np.sign(_FILTERS[n]) if n.startswith("sobel") else _FILTERS[n] for n in names]
    return np.stack(kernels, axis=-1)[:, :, None, :]
