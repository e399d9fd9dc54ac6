"""The weights of one layer: their shapes in the order of Keras's `get_weights()`.

Formulas: kernel (kh, kw, cin / groups, filters) and one bias for each filter; a depthwise kernel
(kh, kw, cin, multiplier); batch normalisation four vectors of one number for each channel, of
which the moving mean and variance are not trained.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple, cast

from grader.network.arithmetic import pair_of, resolve_axis
from grader.network.model import Layer, Shape


class Weight(NamedTuple):
    """One array of a layer."""

    name: str
    shape: tuple[int, ...]
    trained: bool = True

    @property
    def cells(self) -> int:
        """How many numbers it holds."""
        return math.prod(self.shape)


def weights(layer: Layer, shape: Shape) -> tuple[Weight, ...]:
    """Return the weights of a layer on an input of `shape`, which `output_shape` accepts."""
    rule = _RULES.get(layer.kind)
    return rule(layer, shape) if rule else ()


def _with_bias(layer: Layer, size: int, *kernels: Weight) -> tuple[Weight, ...]:
    return (*kernels, Weight("bias", (size,))) if layer.get("use_bias") else kernels


def _conv(layer: Layer, shape: Shape) -> tuple[Weight, ...]:
    filters, groups = cast(int, layer.get("filters")), cast(int, layer.get("groups"))
    inner = cast(int, shape[-1]) // groups
    kernel = Weight("kernel", (*pair_of(layer, "kernel_size"), inner, filters))
    return _with_bias(layer, filters, kernel)


def _transposed(layer: Layer, shape: Shape) -> tuple[Weight, ...]:
    filters = cast(int, layer.get("filters"))
    kernel = Weight("kernel", (*pair_of(layer, "kernel_size"), filters, cast(int, shape[-1])))
    return _with_bias(layer, filters, kernel)


def _depthwise(layer: Layer, shape: Shape) -> tuple[Weight, ...]:
    channels, times = cast(int, shape[-1]), cast(int, layer.get("depth_multiplier"))
    kernel = Weight("kernel", (*pair_of(layer, "kernel_size"), channels, times))
    return _with_bias(layer, channels * times, kernel)


def _separable(layer: Layer, shape: Shape) -> tuple[Weight, ...]:
    channels, times = cast(int, shape[-1]), cast(int, layer.get("depth_multiplier"))
    filters = cast(int, layer.get("filters"))
    deep = Weight("depthwise_kernel", (*pair_of(layer, "kernel_size"), channels, times))
    point = Weight("pointwise_kernel", (1, 1, channels * times, filters))
    return _with_bias(layer, filters, deep, point)


def _dense(layer: Layer, shape: Shape) -> tuple[Weight, ...]:
    units = cast(int, layer.get("units"))
    return _with_bias(layer, units, Weight("kernel", (cast(int, shape[-1]), units)))


def _scale_and_shift(layer: Layer, sizes: tuple[int, ...]) -> tuple[Weight, ...]:
    parts = (("scale", "gamma"), ("center", "beta"))
    return tuple(Weight(name, sizes) for setting, name in parts if layer.get(setting))


def _batch_normalization(layer: Layer, shape: Shape) -> tuple[Weight, ...]:
    sizes = (cast(int, shape[resolve_axis(layer.get("axis"), shape)]),)
    moving = (Weight("moving_mean", sizes, False), Weight("moving_variance", sizes, False))
    return (*_scale_and_shift(layer, sizes), *moving)


def _layer_normalization(layer: Layer, shape: Shape) -> tuple[Weight, ...]:
    axis = layer.get("axis")
    several = axis if isinstance(axis, tuple) else (axis,)
    found = [cast(int, shape[resolve_axis(one, shape)]) for one in several]
    return _scale_and_shift(layer, tuple(found))


_RULES: dict[str, Callable[[Layer, Shape], tuple[Weight, ...]]] = {
    "Conv2D": _conv,
    "DepthwiseConv2D": _depthwise,
    "SeparableConv2D": _separable,
    "Conv2DTranspose": _transposed,
    "Dense": _dense,
    "BatchNormalization": _batch_normalization,
    "LayerNormalization": _layer_normalization,
}
