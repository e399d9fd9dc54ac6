"""Values as short texts, the same in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.judge.given import as_function
from grader.network import describe
from grader.run.worker.frames import BuiltModel, Opaque, Tensor
from grader.spec import GivenData, GivenFunction, GivenModel, GivenTensor, Own

LENGTH = 80
MOST_LAYERS, SHOWN_LAYERS = 5, 3
"""How many layers a model has at most that is told by them, and how many of them are shown."""


def show(value: Any) -> str:
    """Return a value as a person would write it, cut to LENGTH characters."""
    text = _show(value)
    return text if len(text) <= LENGTH else text[: LENGTH - 1] + "…"


def _show(value: Any) -> str:
    if isinstance(value, Tensor):
        return _show(value.array)
    if isinstance(value, (np.ndarray, np.generic)):
        return _show_array(np.asarray(value))
    if isinstance(value, Opaque):
        return value.type
    if isinstance(value, BuiltModel):
        return "model"
    if isinstance(value, GivenModel):
        return _show_model(value)
    if isinstance(value, Own):
        return show_call(value.name, value.arguments)
    if isinstance(value, GivenTensor):
        return f"tensor {show_shape(value.shape)}"
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) < 1e6 else repr(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_show(k)}: {_show(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_show, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(_show, value)) + ("," if len(value) == 1 else "") + ")"
    return repr(value)


def _show_model(model: GivenModel) -> str:
    """Return the layers of a small model, `Sequential([MaxPooling2D(2)])`: only their kinds where
    there are several, and no more than "model" of a large one.
    """
    kinds = [kind for kind, _ in model.layers]
    if len(kinds) == 1:
        kinds = [describe(as_function(model).network.layers[1])]
    if not 0 < len(kinds) <= MOST_LAYERS:
        return "model"
    shown = kinds if len(kinds) <= SHOWN_LAYERS else [*kinds[: SHOWN_LAYERS - 1], "…"]
    return f"Sequential([{', '.join(shown)}])"


def _show_array(array: np.ndarray[Any, Any]) -> str:
    if array.shape == ():
        return _show(array.item())
    if array.size <= 9 and array.ndim <= 2:
        return _show((np.round(array, 4) if array.dtype.kind == "f" else array).tolist())
    return f"{array.dtype} array {show_shape(array.shape)}"


def show_shape(shape: Any) -> str:
    """Return a shape: `(13, 13, 16)`; an open size is `None`."""
    return _show(tuple(shape))


def show_call(name: str, arguments: Mapping[str, Any]) -> str:
    """Return a call: `conv_output_size(n=13, k=8, s=2, padding='same')`; a constant's name."""
    if name.isupper():
        return name
    return f"{name}({', '.join(_show_argument(*pair) for pair in arguments.items())})"


def _show_argument(key: str, value: Any) -> str:
    large = isinstance(value, GivenModel) and _show_model(value) == "model"
    if large or isinstance(value, (GivenData, GivenFunction)):  # the name says all there is
        return key
    return f"{key}={_show(value)}"


def show_type(value: Any) -> str:
    """Return the word for a value's type, as Python says it."""
    if isinstance(value, Opaque):
        return value.type
    if isinstance(value, Tensor):
        return "tensor"
    if isinstance(value, BuiltModel):
        return "keras.Model"
    if isinstance(value, np.ndarray):
        return "numpy.ndarray" if value.shape else "number"
    return type(value).__name__
