"""The output shape of one layer, from its settings and the shapes of what it reads.

One function for each kind; all refuse what Keras refuses, with the numbers that show why.
Shapes carry no batch axis. `Problem` knows neither position nor name: `walk` adds them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import cast

from grader.network import sizes
from grader.network.model import Layer, Setting, Shape

Shapes = tuple[Shape, ...]
Pair = tuple[int, int]


class Problem(Exception):
    """What is wrong with one layer on its inputs: a message code and plain data."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


def pair_of(layer: Layer, setting: str) -> Pair:
    """Return a setting of two ints."""
    return cast(Pair, layer.get(setting))


def output_shape(layer: Layer, inputs: Shapes) -> Shape:
    """Return the output shape of a layer that is no `Input`.

    Raises:
        Problem: with the code and data of a `NetworkError`.
    """
    return _RULES[layer.kind](layer, inputs)


def resolve_axis(axis: Setting, shape: Shape) -> int:
    """Return the position in `shape` of an axis that counts the batch axis as 0.

    Raises:
        Problem: `network.axis` (axis, shape), also for the batch axis itself.
    """
    assert isinstance(axis, int)
    rank = len(shape) + 1
    found = axis + rank if axis < 0 else axis
    if not 1 <= found < rank:
        raise Problem("network.axis", axis=axis, shape=list(shape))
    return found - 1


def _picture(layer: Layer, inputs: Shapes) -> Shape:
    """Return the one input, which must be (height, width, channels)."""
    if len(inputs[0]) != 3:
        raise Problem("network.rank", shape=list(inputs[0]), expected=3)
    return inputs[0]


def _known_channels(shape: Shape) -> int:
    channels = shape[-1]
    if channels is None:
        raise Problem("network.channels_open", shape=list(shape))
    return channels


def _window(layer: Layer, shape: Shape, kernel: str) -> Shape:
    """Return height and width after a window has slid over them."""
    padding = cast(str, layer.get("padding"))
    steps = pair_of(layer, "strides")
    taps = pair_of(layer, kernel)
    spread = cast(Pair, layer.get("dilation_rate", (1, 1)))
    result: list[int | None] = []
    for axis, n in enumerate(shape[:2]):
        k, s, d = taps[axis], steps[axis], spread[axis]
        size = sizes.conv_output(n, k, s, padding, d)
        if size is not None and size <= 0:
            raise Problem(
                "network.size_zero", axis=axis, size=n, window=sizes.reach(k, d), kernel=k,
                dilation=d, shape=list(shape),
            )  # fmt: skip
        result.append(size)
    return tuple(result)


def _refuse_stride_with_dilation(layer: Layer) -> None:
    steps, spread = pair_of(layer, "strides"), pair_of(layer, "dilation_rate")
    if max(steps) > 1 and max(spread) > 1:
        raise Problem(
            "network.stride_and_dilation", strides=list(steps), dilation_rate=list(spread)
        )


def _conv(layer: Layer, inputs: Shapes) -> Shape:
    shape = _picture(layer, inputs)
    channels = _known_channels(shape)
    _refuse_stride_with_dilation(layer)
    filters, groups = cast(int, layer.get("filters")), cast(int, layer.get("groups"))
    if filters % groups or channels % groups:
        raise Problem("network.groups", groups=groups, filters=filters, channels=channels)
    return (*_window(layer, shape, "kernel_size"), filters)


def _depthwise(layer: Layer, inputs: Shapes) -> Shape:
    shape = _picture(layer, inputs)
    channels = _known_channels(shape)
    multiplier = cast(int, layer.get("depth_multiplier"))
    return (*_window(layer, shape, "kernel_size"), channels * multiplier)


def _separable(layer: Layer, inputs: Shapes) -> Shape:
    return (*_depthwise(layer, inputs)[:2], cast(int, layer.get("filters")))


def _transposed(layer: Layer, inputs: Shapes) -> Shape:
    shape = _picture(layer, inputs)
    _known_channels(shape)
    _refuse_stride_with_dilation(layer)
    taps, steps = pair_of(layer, "kernel_size"), pair_of(layer, "strides")
    spread = pair_of(layer, "dilation_rate")
    extra = cast("Pair | None", layer.get("output_padding"))
    if extra is not None and (extra[0] >= steps[0] or extra[1] >= steps[1]):
        raise Problem("network.output_padding", output_padding=list(extra), strides=list(steps))
    padding = cast(str, layer.get("padding"))
    grown = [
        sizes.transposed_output(
            shape[i], taps[i], steps[i], padding, extra[i] if extra else None, spread[i]
        )
        for i in (0, 1)
    ]
    if any(size is not None and size <= 0 for size in grown):
        raise Problem("network.shape_zero", shape=list(shape))
    return (*grown, cast(int, layer.get("filters")))


def _pool(layer: Layer, inputs: Shapes) -> Shape:
    shape = _picture(layer, inputs)
    return (*_window(layer, shape, "pool_size"), shape[2])


def _global(layer: Layer, inputs: Shapes) -> Shape:
    channels = _picture(layer, inputs)[2]
    return (1, 1, channels) if layer.get("keepdims") else (channels,)


def _zero_padding(layer: Layer, inputs: Shapes) -> Shape:
    shape = _picture(layer, inputs)
    return (*_grown(shape[:2], cast("tuple[Pair, ...]", layer.get("padding"))), shape[2])


def _pad(layer: Layer, inputs: Shapes) -> Shape:
    borders = cast("tuple[Pair, ...]", layer.get("padding"))
    if len(borders) != len(inputs[0]):
        raise Problem("network.rank", shape=list(inputs[0]), expected=len(borders))
    return _grown(inputs[0], borders)


def _grown(shape: Shape, borders: tuple[Pair, ...]) -> Shape:
    return tuple(
        None if n is None else n + before + after
        for n, (before, after) in zip(shape, borders, strict=True)
    )


def _cropping(layer: Layer, inputs: Shapes) -> Shape:
    shape = _picture(layer, inputs)
    result: list[int | None] = []
    borders = cast("tuple[Pair, Pair]", layer.get("cropping"))
    for axis, (n, (before, after)) in enumerate(zip(shape[:2], borders, strict=True)):
        if n is not None and before + after >= n:
            raise Problem("network.crop_zero", axis=axis, size=n, cropped=before + after)
        result.append(None if n is None else n - before - after)
    return (*result, shape[2])


def _upsampling(layer: Layer, inputs: Shapes) -> Shape:
    height, width, channels = _picture(layer, inputs)
    rows, columns = pair_of(layer, "size")
    return (
        None if height is None else height * rows,
        None if width is None else width * columns,
        channels,
    )


def _flatten(layer: Layer, inputs: Shapes) -> Shape:
    return (None if None in inputs[0] else math.prod(cast("tuple[int, ...]", inputs[0])),)


def _reshape(layer: Layer, inputs: Shapes) -> Shape:
    shape, target = inputs[0], cast("tuple[int, ...]", layer.get("target_shape"))
    trouble = Problem("network.reshape", shape=list(shape), target=list(target))
    if target.count(-1) > 1 or 0 in target:
        raise trouble
    if None in shape:
        # NOTE: with an open size nothing can be held against the target.
        if layer.get("free_batch"):
            raise trouble
        return tuple(None if size == -1 else size for size in target)
    cells = math.prod(cast("tuple[int, ...]", shape))
    fixed = math.prod(size for size in target if size != -1)
    if cells % fixed or (cells != fixed and -1 not in target):
        raise trouble
    if layer.get("free_batch") and -1 in target:
        raise trouble
    return tuple(cells // fixed if size == -1 else size for size in target)


def _permute(layer: Layer, inputs: Shapes) -> Shape:
    dims = cast("tuple[int, ...]", layer.get("dims"))
    if sorted(dims) != list(range(1, len(inputs[0]) + 1)):
        raise Problem("network.permute", dims=list(dims), shape=list(inputs[0]))
    return tuple(inputs[0][axis - 1] for axis in dims)


def _dense(layer: Layer, inputs: Shapes) -> Shape:
    shape = inputs[0]
    if not shape:
        raise Problem("network.rank", shape=[], expected=1)
    if shape[-1] is None:
        raise Problem("network.dense_open", shape=list(shape))
    return (*shape[:-1], cast(int, layer.get("units")))


def _same(layer: Layer, inputs: Shapes) -> Shape:
    return inputs[0]


def _along_axes(layer: Layer, inputs: Shapes) -> Shape:
    """Check a function along axes, such as softmax."""
    axis = layer.get("axis")
    for one in axis if isinstance(axis, tuple) else (axis,):
        if one is not None:
            resolve_axis(one, inputs[0])
    return inputs[0]


def _normalization(layer: Layer, inputs: Shapes) -> Shape:
    shape, axis = inputs[0], layer.get("axis")
    found = [resolve_axis(one, shape) for one in (axis if isinstance(axis, tuple) else (axis,))]
    weighted = layer.kind == "BatchNormalization" or layer.get("scale") or layer.get("center")
    if weighted and any(shape[one] is None for one in found):
        raise Problem("network.channels_open", shape=list(shape))
    return shape


def _spatial_dropout(layer: Layer, inputs: Shapes) -> Shape:
    return _picture(layer, inputs)


def _rescaling(layer: Layer, inputs: Shapes) -> Shape:
    shape = inputs[0]
    for setting in ("scale", "offset"):
        value = layer.get(setting)
        fits = not isinstance(value, tuple) or (shape and len(value) in (1, shape[-1]))
        if not fits:
            raise Problem("network.merge_shapes", shapes=[list(shape), [len(cast(tuple, value))]])  # type: ignore[type-arg]
    return shape


def _get_item(layer: Layer, inputs: Shapes) -> Shape:
    parts = resolve_slices(layer, inputs[0])
    result: list[int | None] = []
    for n, part in zip(inputs[0], parts, strict=True):
        size = None if n is None else len(range(*slice(*part).indices(n)))
        if size == 0:
            raise Problem("network.slice_empty", shape=list(inputs[0]))
        # NOTE: an open size stays open; Keras says the same.
        result.append(size)
    return tuple(result)


Slice = tuple["int | None", "int | None", "int | None"]


def resolve_slices(layer: Layer, shape: Shape) -> tuple[Slice, ...]:
    """Return one slice for each axis of `shape`, `...` and missing ones filled in.

    Raises:
        Problem: `network.rank` for more slices than axes.
    """
    parts = list(cast("tuple[object, ...]", layer.get("slices")))
    whole: Slice = (None, None, None)
    missing = len(shape) - len(parts) + (1 if "..." in parts else 0)
    if missing < 0:
        raise Problem("network.rank", shape=list(shape), expected=len(parts))
    at = parts.index("...") if "..." in parts else len(parts)
    filled = [*parts[:at], *[whole] * missing, *parts[at + 1 :]]
    return tuple(cast("list[Slice]", filled))


def _merge(layer: Layer, inputs: Shapes) -> Shape:
    if layer.kind == "Subtract" and len(inputs) != 2:
        raise Problem("network.merge_shapes", shapes=[list(shape) for shape in inputs])
    operation = bool(layer.get("as_operation"))
    result = inputs[0]
    for other in inputs[1:]:
        # NOTE: `x + y` on different ranks would meet the batch axis with a picture's side.
        if operation and len(result) != len(other):
            raise Problem("network.merge_shapes", shapes=[list(shape) for shape in inputs])
        joined = _broadcast(result, other, operation)
        if joined is None:
            raise Problem("network.merge_shapes", shapes=[list(shape) for shape in inputs])
        result = joined
    return result


def _broadcast(a: Shape, b: Shape, operation: bool) -> Shape | None:
    """Return the shape of `a` with `b`, as `Merge._compute_elemwise_op_output_shape` does.

    An open size beside a known one stays open in a layer; an operation takes the known one.
    """
    if len(a) < len(b):
        a, b = b, a
    head = a[: len(a) - len(b)]
    tail: list[int | None] = []
    for i, j in zip(a[len(head) :], b, strict=True):
        if i is None or j is None:
            known = j if i is None else i
            tail.append(known if operation and known != 1 else None)
        elif i == j or j == 1:
            tail.append(i)
        elif i == 1:
            tail.append(j)
        else:
            return None
    return (*head, *tail)


def _concatenate(layer: Layer, inputs: Shapes) -> Shape:
    first = inputs[0]
    axis = resolve_axis(layer.get("axis"), first)
    trouble = Problem("network.merge_shapes", shapes=[list(shape) for shape in inputs], axis=axis)
    sides = list(first)
    for shape in inputs[1:]:
        if len(shape) != len(first):
            raise trouble
        for i, (mine, theirs) in enumerate(zip(sides, shape, strict=True)):
            if i == axis:
                sides[i] = None if mine is None or theirs is None else mine + theirs
            elif mine is None:
                sides[i] = theirs
            elif theirs is not None and mine != theirs:
                raise trouble
    # NOTE: Keras's layer takes the other sizes from its first input.
    return (*first[:axis], sides[axis], *first[axis + 1 :])


Rule = Callable[[Layer, Shapes], Shape]

_RULES: dict[str, Rule] = {
    "Conv2D": _conv,
    "DepthwiseConv2D": _depthwise,
    "SeparableConv2D": _separable,
    "Conv2DTranspose": _transposed,
    "ZeroPadding2D": _zero_padding,
    "Cropping2D": _cropping,
    "UpSampling2D": _upsampling,
    "MaxPooling2D": _pool,
    "AveragePooling2D": _pool,
    "GlobalMaxPooling2D": _global,
    "GlobalAveragePooling2D": _global,
    "Flatten": _flatten,
    "Reshape": _reshape,
    "Permute": _permute,
    "Dense": _dense,
    "Activation": _along_axes,
    "ReLU": _same,
    "LeakyReLU": _same,
    "Softmax": _along_axes,
    "BatchNormalization": _normalization,
    "LayerNormalization": _normalization,
    "Dropout": _same,
    "SpatialDropout2D": _spatial_dropout,
    "Add": _merge,
    "Subtract": _merge,
    "Multiply": _merge,
    "Average": _merge,
    "Maximum": _merge,
    "Concatenate": _concatenate,
    "Rescaling": _rescaling,
    "Pad": _pad,
    "GetItem": _get_item,
}
