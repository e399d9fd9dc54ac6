"""Operations as nodes: what `x + y`, `x[:, ::2]`, `keras.ops.*` and `keras.activations.*` leave.

Keras writes them into the configuration of a Functional model with a module below
`keras.src.ops` or `keras.src.activations`, and with their arguments beside the tensors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from grader.network import values as v
from grader.network.model import NetworkError, Setting
from grader.network.schema import read_settings

Made = tuple[str, dict[str, Setting]]
"""A kind of layer and its settings."""

MODULES = ("keras.src.ops.", "keras.src.activations.", "keras.ops", "keras.activations")


def read_operation(
    operation: str, name: str, config: dict[str, object], constants: Sequence[object]
) -> Made:
    """Return what an operation does, in the words of layers.

    Args:
        operation: Keras's class, such as `"Relu"`.
        name: the node's name.
        config: its settings, with the keyword arguments of the call added.
        constants: the arguments of the call that are not tensors.

    Raises:
        NetworkError: `network.operation_unknown` for one that is not on the list, `network.operand`
            for a constant where a tensor is expected (`x * 2`), `network.slice`,
            `network.setting`.
    """
    maker = _MAKERS.get(operation)
    if maker is None:
        raise NetworkError("network.operation_unknown", layer=operation, name=name)
    if constants and operation != "GetItem":
        raise NetworkError("network.operand", layer=operation, name=name)
    return maker(operation, name, config, constants)


Maker = Callable[[str, str, dict[str, object], Sequence[object]], Made]


def _merge(operation: str, name: str, config: dict[str, object], _: Sequence[object]) -> Made:
    return operation, {"as_operation": True}


def _as(kind: str, **renamed: str) -> Maker:
    """Return a maker for an operation whose settings are those of a layer."""

    def make(operation: str, name: str, config: dict[str, object], _: Sequence[object]) -> Made:
        given = {renamed.get(key, key): value for key, value in config.items()}
        return kind, read_settings(kind, given, layer=operation, name=name)

    return make


def _function(function: str, **fixed: object) -> Maker:
    """Return a maker for an activation that has no setting, or only one value of it."""

    def make(operation: str, name: str, config: dict[str, object], _: Sequence[object]) -> Made:
        for key, value in fixed.items():
            if key in config and (type(config[key]), config[key]) != (type(value), value):
                raise _wrong(operation, name, key, config[key])
        return "Activation", {"function": function}

    return make


def _along(function: str) -> Maker:
    def make(operation: str, name: str, config: dict[str, object], _: Sequence[object]) -> Made:
        given = {"function": function, "axis": config.get("axis", -1)}
        return "Activation", read_settings("Activation", given, layer=operation, name=name)

    return make


def _pad(operation: str, name: str, config: dict[str, object], _: Sequence[object]) -> Made:
    value = config.get("constant_values")
    if config.get("mode", "constant") != "constant" or not (
        value is None or (type(value) in (int, float) and value == 0)
    ):
        raise _wrong(operation, name, "mode", config.get("mode"))
    widths = config.get("pad_width")
    try:
        read = v.many(v.pair(0, v.MAX_SIZE), least=2)(widths)
    except ValueError:
        raise _wrong(operation, name, "pad_width", widths) from None
    assert isinstance(read, tuple)
    if read[0] != (0, 0) or not all(isinstance(item, (list, tuple)) for item in _items(widths)):
        raise _wrong(operation, name, "pad_width", widths)
    sides = read[1:]
    if len(sides) == 3 and sides[2] == (0, 0):
        return "ZeroPadding2D", read_settings(
            "ZeroPadding2D", {"padding": sides[:2]}, layer=operation, name=name
        )
    return "Pad", {"padding": sides}


def _items(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else ()


def _get_item(
    operation: str, name: str, config: dict[str, object], constants: Sequence[object]
) -> Made:
    if len(constants) != 1 or not isinstance(constants[0], list):
        raise NetworkError("network.slice", layer=operation, name=name)
    entries = [_entry(item) for item in constants[0]]
    if not entries or None in entries or entries.count("...") > 1:
        raise NetworkError("network.slice", layer=operation, name=name)
    if entries[0] == (None, None, None):
        entries = entries[1:]
    elif entries[0] != "..." or len(entries) > v.MAX_RANK:
        raise NetworkError("network.slice", layer=operation, name=name)
    try:
        return "GetItem", read_settings("GetItem", {"slices": entries}, layer=operation, name=name)
    except NetworkError:
        raise NetworkError("network.slice", layer=operation, name=name) from None


def _entry(item: object) -> Setting:
    """Read one entry of `x[...]`; `None` for what is no slice (an index drops its axis)."""
    if not isinstance(item, dict):
        return None
    if item.get("class_name") == "__ellipsis__":
        return "..."
    bounds = item.get("config")
    if item.get("class_name") != "__slice__" or not isinstance(bounds, dict):
        return None
    parts = tuple(bounds.get(key) for key in ("start", "stop", "step"))
    return parts if all(part is None or type(part) is int for part in parts) else None


def _reshape(operation: str, name: str, config: dict[str, object], _: Sequence[object]) -> Made:
    sizes = config.get("newshape")
    if not isinstance(sizes, list) or not sizes:
        raise _wrong(operation, name, "newshape", sizes)
    batch = sizes[0]
    if batch is not None and (type(batch) is not int or batch != -1):
        raise _wrong(operation, name, "newshape", sizes)
    settings = read_settings("Reshape", {"target_shape": sizes[1:]}, layer=operation, name=name)
    # NOTE: `reshape(x, (-1, 256))` moves whatever does not fit into the batch axis; the walk
    # holds the two products against each other.
    return "Reshape", {**settings, "free_batch": batch == -1}


def _over_both_axes(kind: str) -> Maker:
    """Return a maker for a mean or maximum over height and width."""

    def make(operation: str, name: str, config: dict[str, object], _: Sequence[object]) -> Made:
        axis = config.get("axis")
        spatial = {1: 1, -3: 1, 2: 2, -2: 2}
        found = [spatial.get(a) for a in _items(axis) if type(a) is int]
        if len(_items(axis)) != 2 or set(found) != {1, 2}:
            raise _wrong(operation, name, "axis", axis)
        return kind, read_settings(kind, config, layer=operation, name=name)

    return make


def _wrong(operation: str, name: str, key: str, value: object) -> NetworkError:
    return NetworkError(
        "network.setting", layer=operation, name=name, setting=key, found=v.shown(value)
    )


_MAKERS: dict[str, Maker] = {
    "Add": _merge,
    "Subtract": _merge,
    "Multiply": _merge,
    "Maximum": _merge,
    "Concatenate": _as("Concatenate"),
    "Relu": _function("relu"),
    "ReLU": _as("ReLU"),
    "Relu6": _function("relu6"),
    "LeakyRelu": _as("LeakyReLU"),
    "Tanh": _function("tanh"),
    "Sigmoid": _function("sigmoid"),
    "Softmax": _along("softmax"),
    "LogSoftmax": _along("log_softmax"),
    "Elu": _function("elu", alpha=1.0),
    "Selu": _function("selu"),
    "Gelu": _function("gelu", approximate=False),
    "Silu": _function("silu"),
    "HardSigmoid": _function("hard_sigmoid"),
    "HardSilu": _function("hard_silu"),
    "Softplus": _function("softplus"),
    "Softsign": _function("softsign"),
    "LogSigmoid": _function("log_sigmoid"),
    "Mish": _function("mish"),
    "Exp": _function("exponential"),
    "Pad": _pad,
    "GetItem": _get_item,
    "Reshape": _reshape,
    "MaxPool": _as("MaxPooling2D"),
    "AveragePool": _as("AveragePooling2D"),
    "Mean": _over_both_axes("GlobalAveragePooling2D"),
    "Max": _over_both_axes("GlobalMaxPooling2D"),
}
