"""One layer in the plainest words: the first half of the canonical form.

What one layer says in several ways is said in one; nothing here looks further than at the layer
and the shapes of what it reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from grader.network.activations import LEAKY_SLOPE
from grader.network.arithmetic import Slice, resolve_axis, resolve_slices
from grader.network.model import Layer, Setting, Shape
from grader.network.schema import WEIGHTED

Plain = list[tuple[str, dict[str, Setting]]]
"""Kinds and settings, one after the other; an empty list is no layer at all."""


def plain(layer: Layer, inputs: tuple[Shape, ...], output: Shape) -> Plain:
    """Return what a layer does, in canonical words.

    Args:
        layer: any layer but an Input.
        inputs: the shapes that it reads.
        output: the shape that it returns.
    """
    settings = dict(layer.settings)
    function = settings.pop("activation", None)
    if layer.kind not in WEIGHTED:
        settings.pop("trainable", None)
    rule = _RULES.get(layer.kind)
    result = rule(settings, inputs, output) if rule else [(layer.kind, settings)]
    if function is not None and function != "linear":
        result.extend(_activation({"function": function}, (output,), output))
    return result


def _activation(settings: dict[str, Setting], inputs: tuple[Shape, ...], _: Shape) -> Plain:
    function = settings["function"]
    if function == "linear":
        return []
    if function == "leaky_relu":
        return _rectified({"negative_slope": settings.get("negative_slope", LEAKY_SLOPE)})
    if function in ("softmax", "log_softmax"):
        axis = _axis_from_end(settings.get("axis", -1), inputs[0])
        return [("Activation", {"function": function, "axis": axis})]
    return [("Activation", settings)]


def _rectified(settings: dict[str, Setting]) -> Plain:
    """Name what ReLU and LeakyReLU do: relu, relu6, leaky_relu, or relu with its settings."""
    slope = settings.get("negative_slope") or 0.0
    threshold = settings.get("threshold") or 0.0
    highest = settings.get("max_value")
    if not threshold and highest is None:
        if not slope:
            return [("Activation", {"function": "relu"})]
        return [("Activation", {"function": "leaky_relu", "negative_slope": slope})]
    if not threshold and not slope and highest == 6.0:
        return [("Activation", {"function": "relu6"})]
    found = {"negative_slope": slope, "threshold": threshold, "max_value": highest}
    return [("Activation", {"function": "relu", **{k: v for k, v in found.items() if v}})]


def _relu(settings: dict[str, Setting], inputs: tuple[Shape, ...], output: Shape) -> Plain:
    return _rectified(settings)


def _softmax(settings: dict[str, Setting], inputs: tuple[Shape, ...], output: Shape) -> Plain:
    return _activation({"function": "softmax", **settings}, inputs, output)


def _axis_from_end(axis: Setting, shape: Shape) -> Setting:
    """Return axes counted from the end, where the channels are -1."""
    if isinstance(axis, tuple):
        found = sorted(resolve_axis(one, shape) - len(shape) for one in axis)
        return found[0] if len(found) == 1 else tuple(found)
    return resolve_axis(axis, shape) - len(shape)


def _with_axis(kind: str) -> Rule:
    def rule(settings: dict[str, Setting], inputs: tuple[Shape, ...], _: Shape) -> Plain:
        return [(kind, {**settings, "axis": _axis_from_end(settings["axis"], inputs[0])})]

    return rule


def _merge(kind: str) -> Rule:
    def rule(settings: dict[str, Setting], inputs: tuple[Shape, ...], _: Shape) -> Plain:
        return [(kind, {})]

    return rule


def _reshape(settings: dict[str, Setting], inputs: tuple[Shape, ...], output: Shape) -> Plain:
    if len(output) == 1:
        return [("Flatten", {})]
    if output == inputs[0] and None not in output:
        return []
    known = output if None not in output else cast(Shape, settings["target_shape"])
    return [("Reshape", {"target_shape": known})]


def _permute(settings: dict[str, Setting], inputs: tuple[Shape, ...], _: Shape) -> Plain:
    dims = cast("tuple[int, ...]", settings["dims"])
    return [] if dims == tuple(sorted(dims)) else [("Permute", settings)]


def _upsampling(settings: dict[str, Setting], inputs: tuple[Shape, ...], _: Shape) -> Plain:
    return [] if settings["size"] == (1, 1) else [("UpSampling2D", settings)]


def _dropout(kind: str) -> Rule:
    def rule(settings: dict[str, Setting], inputs: tuple[Shape, ...], _: Shape) -> Plain:
        return [(kind, settings)] if settings["rate"] else []

    return rule


def _rescaling(settings: dict[str, Setting], inputs: tuple[Shape, ...], _: Shape) -> Plain:
    found = {key: _one_number(settings[key]) for key in ("scale", "offset")}
    return [] if found == {"scale": 1.0, "offset": 0.0} else [("Rescaling", found)]


def _one_number(value: Setting) -> Setting:
    if isinstance(value, tuple) and len(set(value)) == 1:
        return value[0]
    return value


def _pad(settings: dict[str, Setting], inputs: tuple[Shape, ...], _: Shape) -> Plain:
    """Take zeros around a picture and zeros behind its channels apart."""
    sides = cast("tuple[tuple[int, int], ...]", settings["padding"])
    if len(sides) != 3:
        return [("Pad", settings)]
    return [
        ("ZeroPadding2D", {"padding": sides[:2]}),
        ("Pad", {"padding": ((0, 0), (0, 0), sides[2])}),
    ]


def _cropping(settings: dict[str, Setting], inputs: tuple[Shape, ...], _: Shape) -> Plain:
    borders = cast("tuple[tuple[int, int], ...]", settings["cropping"])
    parts = tuple((before, -after or None, None) for before, after in borders)
    layer = Layer("GetItem", (("slices", parts),))
    return [("GetItem", {"slices": plain_slices(layer, inputs[0])})]


def _get_item(settings: dict[str, Setting], inputs: tuple[Shape, ...], _: Shape) -> Plain:
    layer = Layer("GetItem", tuple(settings.items()))
    return [("GetItem", {"slices": plain_slices(layer, inputs[0])})]


def plain_slices(layer: Layer, shape: Shape) -> tuple[Slice, ...]:
    """Return one slice for each axis, with `None` for a bound that changes nothing."""
    parts = resolve_slices(layer, shape)
    return tuple(_plain_slice(part, n) for part, n in zip(parts, shape, strict=True))


def _plain_slice(part: Slice, n: int | None) -> Slice:
    start, stop, step = part
    if n is None:
        return start or None, stop, None if step == 1 else step
    taken = range(n)[slice(*part)]
    step = taken.step if len(taken) > 1 else 1
    to_the_end = len(range(taken.start, n, step)) == len(taken)
    return (
        taken.start or None,
        None if to_the_end else taken[-1] + 1,
        None if step == 1 else step,
    )


Rule = Callable[["dict[str, Setting]", "tuple[Shape, ...]", Shape], Plain]

_RULES: dict[str, Rule] = {
    "Activation": _activation,
    "ReLU": _relu,
    "LeakyReLU": _relu,
    "Softmax": _softmax,
    "BatchNormalization": _with_axis("BatchNormalization"),
    "LayerNormalization": _with_axis("LayerNormalization"),
    "Concatenate": _with_axis("Concatenate"),
    "Add": _merge("Add"),
    "Subtract": _merge("Subtract"),
    "Multiply": _merge("Multiply"),
    "Average": _merge("Average"),
    "Maximum": _merge("Maximum"),
    "Reshape": _reshape,
    "Permute": _permute,
    "UpSampling2D": _upsampling,
    "Dropout": _dropout("Dropout"),
    "SpatialDropout2D": _dropout("SpatialDropout2D"),
    "Rescaling": _rescaling,
    "Pad": _pad,
    "Cropping2D": _cropping,
    "GetItem": _get_item,
}
