"""A layer as a person writes it: only what differs from Keras's defaults."""

from __future__ import annotations

from typing import cast

from grader.network.activations import LEAKY_SLOPE
from grader.network.model import Layer, Setting
from grader.network.schema import SCHEMA

_PAIRS = frozenset(
    """kernel_size strides dilation_rate pool_size size output_padding padding
    cropping""".split()  # noqa: SIM905
)
_HIDDEN = frozenset({"as_operation", "free_batch", "shares"})


def describe(layer: Layer) -> str:
    """Return the call that makes a layer, such as `Conv2D(8, 3, padding='same')`.

    A slice is written `x[:, ::2, ::2, :]`, zeros around any axis `ops.pad(x, ...)`.
    """
    if layer.kind == "GetItem":
        return _slices(layer)
    if layer.kind == "Pad":
        return f"ops.pad(x, {_text(((0, 0), *cast(tuple, layer.get('padding'))))})"  # type: ignore[type-arg]
    if layer.kind == "Activation":
        return _activation(layer)
    return f"{layer.kind}({', '.join(_arguments(layer))})"


def short(setting: str, value: Setting) -> str:
    """Return a value as a person writes it: `3` for a kernel of `(3, 3)`, `1/255` for a scale."""
    return _text(_shorter(value) if setting in _PAIRS else value)


def _arguments(layer: Layer) -> list[str]:
    given = dict(layer.settings)
    fields = SCHEMA[layer.kind]
    if layer.kind in ("MaxPooling2D", "AveragePooling2D"):
        given = {k: v for k, v in given.items() if k != "strides" or v != given.get("pool_size")}
    positional = [k for k, field in fields.items() if field.positional and k in given]
    named = [
        key
        for key, field in fields.items()
        if key in given and key not in positional and key not in _HIDDEN
        if given[key] != field.default
    ]
    written = [f"{key}={short(key, given[key])}" for key in named]
    if given.get("trainable") is False:
        written.append("trainable=False")
    return [*(short(key, given[key]) for key in positional), *written]


def _activation(layer: Layer) -> str:
    function = layer.get("function")
    rest = {k: v for k, v in layer.settings if k != "function"}
    if function == "leaky_relu" and rest.get("negative_slope", LEAKY_SLOPE) != LEAKY_SLOPE:
        return f"LeakyReLU({_text(rest['negative_slope'])})"
    if function == "relu" and rest:
        return f"ReLU({', '.join(f'{k}={_text(v)}' for k, v in rest.items())})"
    if function == "softmax" and rest.get("axis", -1) != -1:
        return f"Softmax(axis={_text(rest['axis'])})"
    return f"Activation({function!r})"


def _slices(layer: Layer) -> str:
    parts = [":", *(_slice(part) for part in cast("tuple[object, ...]", layer.get("slices")))]
    return f"x[{', '.join(parts)}]"


def _slice(part: object) -> str:
    if not isinstance(part, tuple):
        return "..."
    start, stop, step = ("" if bound is None else str(bound) for bound in part)
    return f"{start}:{stop}" + (f":{step}" if step else "")


def _shorter(value: Setting) -> Setting:
    """Return `a` for `(a, a)`, pairs of pairs too."""
    if isinstance(value, tuple) and len(value) == 2:
        first, second = (_shorter(item) for item in value)
        return first if first == second else (first, second)
    return value


def _text(value: Setting) -> str:
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, tuple):
        inner = ", ".join(_text(item) for item in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return repr(value)


def _number(value: float) -> str:
    if 0 < abs(value) < 0.01:
        inverse = 1 / value
        if abs(inverse - round(inverse)) < 1e-6 * abs(inverse) and abs(inverse) < 1e6:
            return f"1/{round(inverse)}"
    return repr(value)
