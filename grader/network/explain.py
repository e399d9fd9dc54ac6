"""How a size or a count comes about: the formula with the layer's own numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

from grader.network import sizes
from grader.network.arithmetic import pair_of
from grader.network.model import Layer, Shape
from grader.network.weights import weights

_WINDOWS = ("Conv2D", "DepthwiseConv2D", "SeparableConv2D", "MaxPooling2D", "AveragePooling2D")


def explain_size(layer: Layer, n: int, axis: int) -> str:
    """Return how a layer changes one side of a picture, such as `"ceil(27 / 2) = 14"`.

    Args:
        layer: any layer that takes pictures.
        n: the input size along that side, in pixels.
        axis: 0 for the height, 1 for the width.

    A layer that leaves the side as it is gives that number alone.
    """
    if layer.kind in _WINDOWS:
        return _window(layer, n, axis)
    if layer.kind == "Conv2DTranspose":
        return _transposed(layer, n, axis)
    if layer.kind in ("ZeroPadding2D", "Pad"):
        before, after = _border(layer, "padding", axis)
        return f"{n} + {before} + {after} = {n + before + after}"
    if layer.kind == "Cropping2D":
        before, after = _border(layer, "cropping", axis)
        return f"{n} - {before} - {after} = {n - before - after}"
    if layer.kind == "UpSampling2D":
        times = pair_of(layer, "size")[axis]
        return f"{times}*{n} = {times * n}"
    if layer.kind.startswith("Global"):
        return "1"
    return str(n)


def explain_parameters(layer: Layer, input_shapes: Sequence[Shape]) -> str:
    """Return how the parameters of a layer are counted, such as `"(3*5*4 + 1)*6 = 366"`.

    Args:
        layer: any layer.
        input_shapes: (height, width, channels) or (units,) of each tensor that it reads.
    """
    found = weights(layer, input_shapes[0]) if input_shapes else ()
    if not found:
        return "0"
    return f"{_count(layer, input_shapes[0])} = {sum(weight.cells for weight in found)}"


def _window(layer: Layer, n: int, axis: int) -> str:
    kernel = "pool_size" if layer.kind.endswith("Pooling2D") else "kernel_size"
    k, s = pair_of(layer, kernel)[axis], pair_of(layer, "strides")[axis]
    d = cast("tuple[int, int]", layer.get("dilation_rate", (1, 1)))[axis]
    padding = cast(str, layer.get("padding"))
    size = sizes.conv_output(n, k, s, padding, d)
    if padding == "same":
        return f"ceil({n} / {s}) = {size}"
    taken = f"{n} - {k}" if d == 1 else f"{n} - {d}*({k} - 1) - 1"
    return f"floor(({taken}) / {s}) + 1 = {size}"


def _transposed(layer: Layer, n: int, axis: int) -> str:
    k, s = pair_of(layer, "kernel_size")[axis], pair_of(layer, "strides")[axis]
    d = pair_of(layer, "dilation_rate")[axis]
    padding = cast(str, layer.get("padding"))
    both = cast("tuple[int, int] | None", layer.get("output_padding"))
    extra = both[axis] if both else None
    size = sizes.transposed_output(n, k, s, padding, extra, d)
    if padding == "same" and extra is None:
        return f"{n}*{s} = {size}"
    window = sizes.reach(k, d)
    if padding == "same":
        return f"({n} - 1)*{s} + {window % 2} + {extra} = {size}"
    added = max(window, s) - window if extra is None else extra
    return f"({n} - 1)*{s} + {window}{f' + {added}' if added else ''} = {size}"


def _border(layer: Layer, setting: str, axis: int) -> tuple[int, int]:
    return cast("tuple[tuple[int, int], ...]", layer.get(setting))[axis]


def _count(layer: Layer, shape: Shape) -> str:
    if layer.kind in ("BatchNormalization", "LayerNormalization"):
        found = weights(layer, shape)
        return f"{len(found)}*{math.prod(found[0].shape)}"
    channels = str(shape[-1])
    if layer.kind == "Dense":
        return _with_bias(layer, channels, str(layer.get("units")))
    area = "*".join(map(str, pair_of(layer, "kernel_size")))
    times = cast(int, layer.get("depth_multiplier", 1))
    deep = channels if times == 1 else f"{channels}*{times}"
    if layer.kind == "DepthwiseConv2D":
        return _with_bias(layer, area, deep)
    filters = str(layer.get("filters"))
    if layer.kind == "SeparableConv2D":
        return f"{area}*{deep} + {_with_bias(layer, deep, filters)}"
    groups = layer.get("groups", 1)
    inner = channels if groups == 1 else f"({channels}/{groups})"
    return _with_bias(layer, f"{area}*{inner}", filters)


def _with_bias(layer: Layer, each: str, outputs: str) -> str:
    """Return the count where each of `outputs` has `each` weights and perhaps a bias."""
    return f"({each} + 1)*{outputs}" if layer.get("use_bias") else f"{each}*{outputs}"
