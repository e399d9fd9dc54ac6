"""Layers and graphs drawn at random, each with a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import keras

L = keras.layers

Draw = Callable[[random.Random], Any]


def _pair(r: random.Random, high: int) -> Any:
    one = r.randint(1, high)
    return one if r.random() < 0.6 else (one, r.randint(1, high))


def _window(r: random.Random) -> dict[str, Any]:
    settings: dict[str, Any] = {"padding": r.choice(["valid", "same"])}
    if r.random() < 0.5:
        settings["strides"] = _pair(r, 4)
    elif r.random() < 0.5:
        settings["dilation_rate"] = _pair(r, 3)
    return settings


def _end(r: random.Random) -> dict[str, Any]:
    return {
        "use_bias": r.random() < 0.7,
        "activation": r.choice([None, "relu", "tanh", "softmax"]),
    }


def _conv(r: random.Random) -> Any:
    groups = r.choice([1, 1, 1, 2, 3])
    filters = groups * r.randint(1, 4) if r.random() < 0.9 else r.randint(1, 8)
    if filters % groups:
        groups = 1
    return L.Conv2D(filters, _pair(r, 5), groups=groups, **_window(r), **_end(r))


def _depthwise(r: random.Random) -> Any:
    return L.DepthwiseConv2D(_pair(r, 4), depth_multiplier=r.randint(1, 3), **_window(r), **_end(r))


def _separable(r: random.Random) -> Any:
    return L.SeparableConv2D(
        r.randint(1, 6), _pair(r, 4), depth_multiplier=r.randint(1, 3), **_window(r), **_end(r)
    )


def _transposed(r: random.Random) -> Any:
    settings = _window(r)
    stride = settings.get("strides", 1)
    if r.random() < 0.4:
        steps = (stride, stride) if isinstance(stride, int) else stride
        settings["output_padding"] = tuple(r.randint(0, s - 1) for s in steps)
    return L.Conv2DTranspose(r.randint(1, 6), _pair(r, 4), **settings, **_end(r))


def _border(r: random.Random) -> Any:
    a, b, c, d = (r.randint(0, 4) for _ in range(4))
    return r.choice([a, (a, b), ((a, b), (c, d))])


def _pool(r: random.Random) -> Any:
    kind = r.choice([L.MaxPooling2D, L.AveragePooling2D])
    strides = None if r.random() < 0.5 else _pair(r, 4)
    return kind(_pair(r, 5), strides=strides, padding=r.choice(["valid", "same"]))


def _normalization(r: random.Random) -> Any:
    both = {"center": r.random() < 0.7, "scale": r.random() < 0.7}
    if r.random() < 0.6:
        return L.BatchNormalization(axis=r.choice([-1, -1, 3, 1]), **both)
    return L.LayerNormalization(axis=r.choice([-1, 3, [1, 2], [-1, -2]]), **both)


def _reshape(r: random.Random) -> Any:
    return L.Reshape(r.choice([(-1,), (-1, 2), (4, -1), (2, 2, -1), (6, 6), (3, -1, 2)]))


def _permute(r: random.Random) -> Any:
    return L.Permute(r.choice([(1, 2, 3), (2, 1, 3), (3, 1, 2), (2, 1)]))


def _global(r: random.Random) -> Any:
    kind = r.choice([L.GlobalMaxPooling2D, L.GlobalAveragePooling2D])
    return kind(keepdims=r.random() < 0.5)


LAYERS: tuple[Draw, ...] = (
    _conv,
    _conv,
    _conv,
    _depthwise,
    _separable,
    _transposed,
    _pool,
    _pool,
    _normalization,
    _reshape,
    _permute,
    _global,
    lambda r: L.Dense(r.randint(1, 9), **_end(r)),
    lambda r: L.ZeroPadding2D(_border(r)),
    lambda r: L.Cropping2D(_border(r)),
    lambda r: L.UpSampling2D(_pair(r, 3), interpolation=r.choice(["nearest", "bilinear"])),
    lambda r: L.Flatten(),
    lambda r: r.choice([L.ReLU(), L.ReLU(6.0), L.LeakyReLU(0.1), L.Softmax(), L.Softmax(axis=1)]),
    lambda r: L.Activation(r.choice(["relu", "gelu", "linear", "silu", "elu"])),
    lambda r: r.choice([L.Dropout(0.5), L.SpatialDropout2D(0.2)]),
    lambda r: L.Rescaling(1 / 255, offset=r.choice([0, -1])),
)


def drawn_layer(r: random.Random) -> Any:
    """Return one layer with drawn settings."""
    return r.choice(LAYERS)(r)


def drawn_shape(r: random.Random) -> tuple[int | None, ...]:
    """Return an input shape: mostly a picture, sometimes with open sides, sometimes a vector."""
    if r.random() < 0.08:
        return (r.choice([6, 36, None]),)
    sides = [r.randint(1, 14) if r.random() < 0.9 else None for _ in range(2)]
    return (*sides, r.randint(1, 6) if r.random() < 0.97 else None)


def drawn_model(r: random.Random) -> keras.Model:
    """Return a Functional model with branches, merges, operations, shared and nested layers."""
    start = keras.Input((r.randint(4, 9), r.randint(4, 9), r.randint(1, 4)))
    tensors: list[Any] = [start]
    used: list[Any] = []
    for _ in range(r.randint(3, 12)):
        made = _step(r, tensors, used)
        if made is not None and all(tuple(made.shape)[1:]):
            tensors.append(made)
    if tensors[-1] is start:
        tensors.append(L.ReLU()(start))
    return keras.Model(start, tensors[-1])


def _step(r: random.Random, tensors: list[Any], used: list[Any]) -> Any:
    x = r.choice(tensors[-3:])
    choice = r.random()
    try:
        if choice < 0.35:
            return _merged(r, x, [t for t in tensors if t.shape == x.shape])
        if choice < 0.5:
            return r.choice(_OPERATIONS)(x)
        if choice < 0.6 and used:
            return _again(r.choice(used), x)
        if choice < 0.68:
            used.append(_nested(r, x))
            return used[-1](x)
        used.append(drawn_layer(r))
        return used[-1](x)
    except (ValueError, TypeError, IndexError):
        return None


def _again(layer: Any, x: Any) -> Any:
    # NOTE: Keras lets these be called on channels that their weights do not fit.
    if isinstance(layer, L.LayerNormalization) or (
        isinstance(layer, keras.Model) and layer.input_shape != tuple(x.shape)
    ):
        return None
    return layer(x)


def _merged(r: random.Random, x: Any, alike: list[Any]) -> Any:
    others = [r.choice(alike) for _ in range(r.randint(1, 2))]
    merge = r.choice([L.Add(), L.Multiply(), L.Average(), L.Maximum(), L.Concatenate(), "+", "-"])
    if merge == "+":
        return x + others[0]
    if merge == "-":
        return L.Subtract()([x, others[0]])
    return merge([x, *others])


def _nested(r: random.Random, x: Any) -> Any:
    shape = tuple(x.shape)[1:]
    if r.random() < 0.5:
        return keras.Sequential([keras.Input(shape), drawn_layer(r), L.ReLU()])
    inner = keras.Input(shape)
    return keras.Model(inner, L.Add()([L.ReLU()(drawn_layer(r)(inner)), inner]))


_OPERATIONS: tuple[Callable[[Any], Any], ...] = (
    keras.ops.relu,
    keras.activations.relu,
    keras.ops.tanh,
    keras.ops.sigmoid,
    keras.ops.softmax,
    lambda x: x[:, ::2],
    lambda x: x[:, 1:, ::2],
    lambda x: x[..., :1],
    lambda x: keras.ops.pad(x, [[0, 0], [1, 0], [0, 2], [0, 0]]),
    lambda x: keras.ops.pad(x, [[0, 0], [0, 0], [0, 0], [1, 2]]),
    lambda x: keras.ops.concatenate([x, x], axis=-1),
    lambda x: keras.ops.mean(x, axis=(1, 2), keepdims=True),
    lambda x: keras.ops.max(x, axis=[1, 2]),
    lambda x: keras.ops.max_pool(x, 2, padding="same") if len(x.shape) == 4 else None,
    lambda x: keras.ops.reshape(x, (-1, *tuple(x.shape)[1:][::-1])),
)
