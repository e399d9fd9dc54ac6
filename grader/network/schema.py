"""Which settings each kind of layer has, how they are read, and Keras's defaults.

`SCHEMA[kind]` lists them in the order of Keras's constructor, so that `describe` can leave out
the names of the first ones. A setting that is in none of the lists (initializers, regularizers,
constraints, names, dtype, seed) changes neither a shape nor a count nor what can be learned.
"""

from __future__ import annotations

from dataclasses import dataclass

from grader.network import values as v
from grader.network.activations import read_name
from grader.network.model import NetworkError, Setting

REQUIRED: Setting = "(required)"


@dataclass(frozen=True)
class Field:
    """One setting: how to read it, its default, and whether it is written without its name."""

    read: v.Reader
    default: Setting = REQUIRED
    positional: bool = False


Fields = dict[str, Field]

_size = v.pair(1, v.MAX_WINDOW)
_count = v.whole(1, v.MAX_SIZE)
_padding = Field(v.one_of("valid", "same"), "valid")
_activation = Field(read_name, "linear")
_bias = Field(v.flag, True)
_axis = v.whole(-v.MAX_RANK, v.MAX_RANK)


def _window(**first: Field) -> Fields:
    return {
        **first,
        "kernel_size": Field(_size, positional=True),
        "strides": Field(_size, (1, 1)),
        "padding": _padding,
        "dilation_rate": Field(_size, (1, 1)),
    }


_filters = Field(_count, positional=True)
_ending: Fields = {"activation": _activation, "use_bias": _bias}
_multiplier = Field(v.whole(1, v.MAX_SIZE), 1)
_pool: Fields = {
    "pool_size": Field(_size, (2, 2), positional=True),
    "strides": Field(v.optional(_size), None),
    "padding": _padding,
}
_global: Fields = {"keepdims": Field(v.flag, False)}
_merge: Fields = {"as_operation": Field(v.flag, False)}
_norm: Fields = {
    "epsilon": Field(v.between(0.0, 1e6), 0.001),
    "center": Field(v.flag, True),
    "scale": Field(v.flag, True),
}


def _slice(value: object) -> Setting:
    if value == "...":
        return "..."
    bound = v.optional(v.whole(-v.MAX_SIZE, v.MAX_SIZE))
    parts = v.many(bound, 3, 3)(value)
    assert isinstance(parts, tuple)
    if isinstance(parts[2], int) and parts[2] < 1:
        raise ValueError
    return parts


SCHEMA: dict[str, Fields] = {
    "Input": {"shape": Field(v.shape, positional=True)},
    "Conv2D": {**_window(filters=_filters), "groups": Field(_count, 1), **_ending},
    "DepthwiseConv2D": {**_window(), "depth_multiplier": _multiplier, **_ending},
    "SeparableConv2D": {**_window(filters=_filters), "depth_multiplier": _multiplier, **_ending},
    "Conv2DTranspose": {
        **_window(filters=_filters),
        "output_padding": Field(v.optional(v.pair(0, v.MAX_WINDOW)), None),
        **_ending,
    },
    "ZeroPadding2D": {"padding": Field(v.border, ((1, 1), (1, 1)), positional=True)},
    "Cropping2D": {"cropping": Field(v.border, ((0, 0), (0, 0)), positional=True)},
    "UpSampling2D": {
        "size": Field(_size, (2, 2), positional=True),
        "interpolation": Field(
            v.one_of("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"), "nearest"
        ),
    },
    "MaxPooling2D": _pool,
    # NOTE: AveragePooling2D() has no default size in Keras, MaxPooling2D() has.
    "AveragePooling2D": {**_pool, "pool_size": Field(_size, positional=True)},
    "GlobalMaxPooling2D": _global,
    "GlobalAveragePooling2D": _global,
    "Flatten": {},
    "Reshape": {
        "target_shape": Field(v.many(v.whole(-1, v.MAX_SIZE), least=0), positional=True),
        "free_batch": Field(v.flag, False),
    },
    "Permute": {"dims": Field(v.many(v.whole(1, v.MAX_RANK)), positional=True)},
    "Dense": {"units": Field(_count, positional=True), **_ending},
    "Activation": {
        "function": Field(read_name, positional=True),
        "negative_slope": Field(v.number, None),
        "max_value": Field(v.number, None),
        "threshold": Field(v.number, None),
        "axis": Field(v.axes, None),
    },
    "ReLU": {
        "max_value": Field(v.optional(v.between(0.0, 1e30)), None),
        "negative_slope": Field(v.between(0.0, 1e30), 0.0),
        "threshold": Field(v.between(0.0, 1e30), 0.0),
    },
    "LeakyReLU": {"negative_slope": Field(v.between(0.0, 1e30), 0.3)},
    "Softmax": {"axis": Field(v.axes, -1)},
    "BatchNormalization": {
        "axis": Field(_axis, -1),
        "momentum": Field(v.number, 0.99),
        **_norm,
    },
    "LayerNormalization": {"axis": Field(v.axes, -1), **_norm},
    "Dropout": {"rate": Field(v.between(0.0, 1.0), positional=True)},
    "SpatialDropout2D": {"rate": Field(v.between(0.0, 1.0), positional=True)},
    "Add": _merge,
    "Subtract": _merge,
    "Multiply": _merge,
    "Average": _merge,
    "Maximum": _merge,
    "Concatenate": {"axis": Field(_axis, -1)},
    "Rescaling": {
        "scale": Field(v.numbers, positional=True),
        "offset": Field(v.numbers, 0.0),
    },
    # What operations leave: zeros around any axis, and slices with a step.
    "Pad": {"padding": Field(v.many(v.pair(0, v.MAX_SIZE)), positional=True)},
    "GetItem": {"slices": Field(v.many(_slice, least=0), positional=True)},
}

MERGES = frozenset({"Add", "Subtract", "Multiply", "Average", "Maximum", "Concatenate"})
WEIGHTED = frozenset(
    {
        "Conv2D",
        "DepthwiseConv2D",
        "SeparableConv2D",
        "Conv2DTranspose",
        "Dense",
        "BatchNormalization",
        "LayerNormalization",
    }
)

_SILENT = frozenset(
    {"as_operation", "free_batch", "negative_slope", "max_value", "threshold", "axis"}
)
"""Settings that are left out where they have nothing to say."""

_FIXED: dict[str, tuple[object, ...]] = {
    "renorm": (False, None),
    "rms_scaling": (False, None),
    "noise_shape": (None,),
    "lora_rank": (None,),
    "quantization_config": (None,),
    "sparse": (False, None),
    "ragged": (False, None),
    "initial": (None,),
}
"""Keys whose other values change what a layer does, in a way that is not taught here."""


def read_settings(
    kind: str, config: dict[str, object], *, layer: str, name: str
) -> dict[str, Setting]:
    """Return the settings of one layer, from its `get_config()`.

    Raises:
        NetworkError: `network.setting`, `network.activation_unknown` or `network.channels_first`.
    """
    if config.get("data_format") not in (None, "channels_last"):
        raise NetworkError("network.channels_first", layer=layer, name=name)
    for key, allowed in _FIXED.items():
        if key in config and not any(config[key] is value for value in allowed):
            raise _wrong(layer, name, key, config[key])
    settings: dict[str, Setting] = {}
    for key, field in SCHEMA[kind].items():
        value = _read(field, key, config, layer, name)
        if not (value == field.default and (value is None or value is False) and key in _SILENT):
            settings[key] = value
    if kind in ("MaxPooling2D", "AveragePooling2D") and settings["strides"] is None:
        settings["strides"] = settings["pool_size"]
    return settings


def _read(field: Field, key: str, config: dict[str, object], layer: str, name: str) -> Setting:
    if key not in config:
        if field.default is REQUIRED:
            raise NetworkError("network.setting_missing", layer=layer, name=name, setting=key)
        return field.default
    value = config[key]
    try:
        return field.read(value)
    except ValueError:
        if field.read is read_name:
            raise NetworkError(
                "network.activation_unknown", layer=layer, name=name, found=_function(value)
            ) from None
        raise _wrong(layer, name, key, value) from None


def _function(value: object) -> str:
    """Return the name of a function that is not Keras's own, for a message."""
    if isinstance(value, dict) and isinstance(value.get("config"), str):
        return v.shown(value["config"])
    return v.shown(value)


def _wrong(layer: str, name: str, key: str, value: object) -> NetworkError:
    return NetworkError(
        "network.setting", layer=layer, name=name, setting=key, found=v.shown(value)
    )
