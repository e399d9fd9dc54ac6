"""Activation functions by NumPy, with Keras's definitions (`keras/src/activations`)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, cast

import numpy as np

from grader.network.activations import LEAKY_SLOPE
from grader.network.model import Setting

Array = np.ndarray[Any, Any]


def activate(function: str, x: Array, **settings: Setting) -> Array:
    """Return `function(x)` in the dtype of `x`.

    Args:
        function: a name out of `grader.network.activations.NAMES`.
        x: (pictures, ...).
        settings: `negative_slope`, `max_value` and `threshold` of relu, `axis` of softmax with
            the batch axis counted.
    """
    with np.errstate(over="ignore"):
        return cast(Array, _FUNCTIONS[function](x, settings)).astype(x.dtype)


Settings = dict[str, Setting]


def _number(settings: Settings, name: str, default: float) -> float:
    value = settings.get(name)
    return float(value) if isinstance(value, (int, float)) else default


def _relu(x: Array, settings: Settings) -> Array:
    slope, threshold = _number(settings, "negative_slope", 0.0), _number(settings, "threshold", 0.0)
    highest = _number(settings, "max_value", math.inf)
    above = np.where(x > threshold, x, 0 * x) if threshold else np.maximum(x, 0)
    below = slope * np.minimum(x - threshold, 0) if slope else 0.0
    return np.minimum(above, highest) + below


def _leaky_relu(x: Array, settings: Settings) -> Array:
    return np.where(x > 0, x, _number(settings, "negative_slope", LEAKY_SLOPE) * x)


def _softmax(x: Array, settings: Settings) -> Array:
    axis = cast("int | tuple[int, ...]", settings.get("axis", -1))
    raised = np.exp(x - x.max(axis=axis, keepdims=True))
    return cast(Array, raised / raised.sum(axis=axis, keepdims=True))


def _log_softmax(x: Array, settings: Settings) -> Array:
    axis = cast("int | tuple[int, ...]", settings.get("axis", -1))
    moved = x - x.max(axis=axis, keepdims=True)
    return cast(Array, moved - np.log(np.exp(moved).sum(axis=axis, keepdims=True)))


def _sigmoid(x: Array, _: Settings) -> Array:
    return 1 / (1 + np.exp(-x))


def _softplus(x: Array, _: Settings) -> Array:
    return np.logaddexp(x, 0)


def _hard_sigmoid(x: Array, _: Settings) -> Array:
    return np.clip(x / 6 + 0.5, 0, 1)


def _elu(x: Array, _: Settings) -> Array:
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def _selu(x: Array, _: Settings) -> Array:
    return 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(np.minimum(x, 0)))


def _gelu(x: Array, _: Settings) -> Array:
    erf = np.vectorize(math.erf, otypes=[np.float64])
    return cast(Array, 0.5 * x * (1 + erf(x / math.sqrt(2))))


_FUNCTIONS: dict[str, Callable[[Array, Settings], Any]] = {
    "linear": lambda x, _: x,
    "relu": _relu,
    "relu6": lambda x, _: np.clip(x, 0, 6),
    "leaky_relu": _leaky_relu,
    "elu": _elu,
    "selu": _selu,
    "gelu": _gelu,
    "silu": lambda x, s: x * _sigmoid(x, s),
    "sigmoid": _sigmoid,
    "hard_sigmoid": _hard_sigmoid,
    "hard_silu": lambda x, s: x * _hard_sigmoid(x, s),
    "tanh": lambda x, _: np.tanh(x),
    "softmax": _softmax,
    "log_softmax": _log_softmax,
    "softplus": _softplus,
    "softsign": lambda x, _: x / (1 + np.abs(x)),
    "exponential": lambda x, _: np.exp(x),
    "mish": lambda x, s: x * np.tanh(_softplus(x, s)),
    "log_sigmoid": lambda x, s: -_softplus(-x, s),
}
