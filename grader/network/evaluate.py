"""What a network computes, by NumPy: for tasks in which the weights are set by hand.

Arrays are (pictures, height, width, channels) or (pictures, units). Sums are made in the dtype of
the input, float32 or float64. Nothing here is fast; it is meant for small pictures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np

from grader.network import functions, sizes
from grader.network.arithmetic import pair_of, resolve_axis, resolve_slices
from grader.network.facts import cells, multiplications, walk
from grader.network.model import Layer, Network, NetworkError, Shape
from grader.network.weights import weights as weights_of_layer

Array = np.ndarray[Any, Any]
Arrays = Sequence[Array]
Rule = Callable[[Layer, Arrays, Arrays], Array]


def forward(network: Network, weights: Mapping[str, Arrays], x: Array) -> Array:
    """Return the output of a network, as in inference: no dropout, moving averages.

    Args:
        network: as read; its layers keep their names.
        weights: for each layer its arrays in the order of Keras's `get_weights()`; the key is the
            layer's name, or `outer/inner` for a layer inside a nested model.
        x: (pictures, ...), as the network's Input says; integers are taken as float32.

    Raises:
        NetworkError: `network.weights_shape` (layer, name, expected, found),
            `network.input_shape` (expected, found), `network.no_forward` (layer, name), and
            whatever `walk` raises.
    """
    x = np.asarray(x)
    if x.dtype not in (np.float32, np.float64):
        x = x.astype(np.float32)
    facts = walk(network, _checked_shape(network, x))
    values: list[Array] = []
    for layer in network.layers:
        if layer.kind == "Input":
            values.append(x)
            continue
        inputs = [values[i] for i in layer.inputs]
        arrays = _arrays(layer, facts[layer.inputs[0]].shape, weights, x.dtype)
        values.append(_compute(layer, arrays, inputs))
    return values[network.output]


MAX_WORK = 100_000_000
"""Multiplications and looks made for a submission; the exercises need less than a hundredth."""


def work_of(network: Network, shape: Shape) -> int:
    """Return about how many multiplications and looks a network takes for pictures of a shape.

    Args:
        network: as read.
        shape: (pictures, ...), of the array to be computed.

    Raises:
        NetworkError: as `walk` does.
    """
    facts = walk(network, tuple(shape[1:]))
    looks = [cells([fact]) * _window(layer) for fact, layer in zip(facts, network.layers)]
    return cast(int, shape[0]) * (multiplications(facts) + sum(looks))


def _window(layer: Layer) -> int:
    """Return how many cells are looked at for one cell of a layer's output."""
    sides = layer.get("pool_size") or layer.get("kernel_size") or ()
    return max(1, math.prod(cast("tuple[int, ...]", sides)))


def _checked_shape(network: Network, x: Array) -> Shape:
    found = tuple(x.shape[1:])
    for layer in network.layers:
        declared = cast(Shape, layer.get("shape"))
        if layer.kind != "Input":
            continue
        fits = len(found) == len(declared) and x.ndim > 0
        if not fits or any(a not in (None, b) for a, b in zip(declared, found, strict=True)):
            raise NetworkError("network.input_shape", expected=list(declared), found=list(found))
    return found


def _arrays(
    layer: Layer, shape: Shape, weights: Mapping[str, Arrays], dtype: np.dtype[Any]
) -> list[Array]:
    expected = [weight.shape for weight in weights_of_layer(layer, shape)]
    if not expected:
        return []
    given = weights.get(layer.weights_of, weights.get(layer.name, ()))
    arrays = [np.asarray(array) for array in given]
    found = [array.shape for array in arrays]
    numeric = all(array.dtype.kind in "fiu" for array in arrays)
    if found != expected or not numeric:
        raise NetworkError(
            "network.weights_shape",
            layer=layer.kind,
            name=layer.name,
            expected=[list(each) for each in expected],
            found=[list(each) for each in found],
        )
    return [array.astype(dtype) for array in arrays]


def _compute(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    rule = _RULES.get(layer.kind)
    if rule is None:
        raise NetworkError("network.no_forward", layer=layer.kind, name=layer.name)
    result = rule(layer, arrays, inputs)
    activation = layer.get("activation")
    if activation is not None:
        result = functions.activate(str(activation), result)
    return result


# Windows


def _windows(layer: Layer, x: Array, kernel: str, fill: float) -> Array:
    """Return (pictures, height, width, channels, kh, kw): what each position looks at."""
    taps, steps = pair_of(layer, kernel), pair_of(layer, "strides")
    spread = cast("tuple[int, int]", layer.get("dilation_rate", (1, 1)))
    if layer.get("padding") == "same":
        pads = [sizes.same_pads(x.shape[i + 1], taps[i], steps[i], spread[i]) for i in (0, 1)]
        x = np.pad(x, ((0, 0), *pads, (0, 0)), constant_values=fill)
    reach = tuple(sizes.reach(taps[i], spread[i]) for i in (0, 1))
    found = np.lib.stride_tricks.sliding_window_view(x, reach, axis=(1, 2))
    return found[:, :: steps[0], :: steps[1], :, :: spread[0], :: spread[1]]


def _with_bias(layer: Layer, result: Array, arrays: Arrays) -> Array:
    return result + arrays[-1] if layer.get("use_bias") else result


def _conv(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    groups = cast(int, layer.get("groups"))
    windows = np.split(_windows(layer, inputs[0], "kernel_size", 0.0), groups, axis=3)
    kernels = np.split(arrays[0], groups, axis=3)
    parts = [
        np.tensordot(w, k, axes=((3, 4, 5), (2, 0, 1)))
        for w, k in zip(windows, kernels, strict=True)
    ]
    return _with_bias(layer, np.concatenate(parts, axis=-1), arrays)


def _deep(layer: Layer, x: Array, kernel: Array) -> Array:
    windows = _windows(layer, x, "kernel_size", 0.0)
    result = np.einsum("nhwcij,ijcm->nhwcm", windows, kernel)
    return cast(Array, result.reshape(*result.shape[:3], -1))


def _depthwise(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    return _with_bias(layer, _deep(layer, inputs[0], arrays[0]), arrays)


def _separable(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    deep = _deep(layer, inputs[0], arrays[0])
    return _with_bias(layer, np.matmul(deep, arrays[1][0, 0]), arrays)


def _max_pool(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    windows = _windows(layer, inputs[0], "pool_size", -np.inf)
    return cast(Array, windows.max(axis=(4, 5)))


def _average_pool(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    # NOTE: padded cells are left out of the mean, so the real ones under each window are counted.
    sums = _windows(layer, inputs[0], "pool_size", 0.0).sum(axis=(4, 5))
    real = _windows(layer, np.ones_like(inputs[0][:1, :, :, :1]), "pool_size", 0.0)
    return cast(Array, sums / real.sum(axis=(4, 5)))


def _global(reduce: Callable[..., Any]) -> Rule:
    def rule(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
        return cast(Array, reduce(inputs[0], axis=(1, 2), keepdims=bool(layer.get("keepdims"))))

    return rule


# Shapes


def _zero_padding(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    borders = cast("tuple[tuple[int, int], ...]", layer.get("padding"))
    missing = inputs[0].ndim - 1 - len(borders)
    return np.pad(inputs[0], ((0, 0), *borders, *((0, 0),) * missing))


def _cropping(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    rows, columns = cast("tuple[tuple[int, int], ...]", layer.get("cropping"))
    height, width = inputs[0].shape[1:3]
    return inputs[0][:, rows[0] : height - rows[1], columns[0] : width - columns[1]]


def _get_item(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    parts = resolve_slices(layer, inputs[0].shape[1:])
    index = (slice(None), *(slice(*part) for part in parts))
    return cast(Array, inputs[0][index])


def _upsampling(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    if layer.get("interpolation") != "nearest":
        raise NetworkError("network.no_forward", layer=layer.kind, name=layer.name)
    rows, columns = pair_of(layer, "size")
    return inputs[0].repeat(rows, axis=1).repeat(columns, axis=2)


def _flatten(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    return inputs[0].reshape(len(inputs[0]), -1)


def _reshape(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    return inputs[0].reshape(len(inputs[0]), *cast("tuple[int, ...]", layer.get("target_shape")))


def _permute(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    moved: Array = inputs[0].transpose(0, *cast("tuple[int, ...]", layer.get("dims")))
    return moved


# Numbers


def _dense(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    return _with_bias(layer, cast(Array, inputs[0] @ arrays[0]), arrays)


def _activation(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    settings = {key: value for key, value in layer.settings if key != "function"}
    return functions.activate(str(layer.get("function")), inputs[0], **settings)


def _named(function: str) -> Rule:
    def rule(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
        return functions.activate(function, inputs[0], **dict(layer.settings))

    return rule


def _scaled(layer: Layer, x: Array, arrays: Arrays, axes: tuple[int, ...]) -> Array:
    """Multiply by gamma and add beta, where the layer has them."""
    sides = [x.shape[i] if i in axes else 1 for i in range(x.ndim)]
    rest = [array.reshape(sides) for array in arrays]
    if layer.get("scale"):
        x = x * rest.pop(0)
    return x + rest.pop(0) if layer.get("center") else x


def _batch_normalization(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    x = inputs[0]
    axis = resolve_axis(layer.get("axis"), x.shape[1:]) + 1
    sides = [x.shape[i] if i == axis else 1 for i in range(x.ndim)]
    mean, variance = (array.reshape(sides) for array in arrays[-2:])
    epsilon = x.dtype.type(cast(float, layer.get("epsilon")))
    return _scaled(layer, (x - mean) / np.sqrt(variance + epsilon), arrays, (axis,))


def _layer_normalization(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    x, axis = inputs[0], layer.get("axis")
    several = axis if isinstance(axis, tuple) else (axis,)
    axes = tuple(resolve_axis(one, x.shape[1:]) + 1 for one in several)
    mean, variance = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
    epsilon = x.dtype.type(cast(float, layer.get("epsilon")))
    return _scaled(layer, (x - mean) / np.sqrt(variance + epsilon), arrays, axes)


def _rescaling(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    scale, offset = (np.asarray(layer.get(k), inputs[0].dtype) for k in ("scale", "offset"))
    return cast(Array, inputs[0] * scale + offset)


def _same(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    return inputs[0]


# Merges


def _merge(join: Callable[[Array, Array], Array]) -> Rule:
    def rule(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
        first, *rest = _one_rank(inputs)
        for other in rest:
            first = join(first, other)
        return first

    return rule


def _one_rank(inputs: Arrays) -> list[Array]:
    """Put axes of size 1 behind the batch axis, as Keras's merge layers do."""
    rank = max(x.ndim for x in inputs)
    return [x.reshape(x.shape[0], *(1,) * (rank - x.ndim), *x.shape[1:]) for x in inputs]


def _average(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    total = _merge(np.add)(layer, arrays, inputs)
    return cast(Array, total / total.dtype.type(len(inputs)))


def _concatenate(layer: Layer, arrays: Arrays, inputs: Arrays) -> Array:
    axis = resolve_axis(layer.get("axis"), inputs[0].shape[1:]) + 1
    return np.concatenate(inputs, axis=axis)


_RULES: dict[str, Rule] = {
    "Conv2D": _conv,
    "DepthwiseConv2D": _depthwise,
    "SeparableConv2D": _separable,
    "MaxPooling2D": _max_pool,
    "AveragePooling2D": _average_pool,
    "GlobalMaxPooling2D": _global(np.max),
    "GlobalAveragePooling2D": _global(np.mean),
    "ZeroPadding2D": _zero_padding,
    "Pad": _zero_padding,
    "Cropping2D": _cropping,
    "GetItem": _get_item,
    "UpSampling2D": _upsampling,
    "Flatten": _flatten,
    "Reshape": _reshape,
    "Permute": _permute,
    "Dense": _dense,
    "Activation": _activation,
    "ReLU": _named("relu"),
    "LeakyReLU": _named("leaky_relu"),
    "Softmax": _named("softmax"),
    "BatchNormalization": _batch_normalization,
    "LayerNormalization": _layer_normalization,
    "Rescaling": _rescaling,
    "Dropout": _same,
    "SpatialDropout2D": _same,
    "Add": _merge(np.add),
    "Subtract": _merge(np.subtract),
    "Multiply": _merge(np.multiply),
    "Maximum": _merge(np.maximum),
    "Average": _average,
    "Concatenate": _concatenate,
}
