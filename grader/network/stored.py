"""Networks as JSON: to store a reference, to remember a result under a digest."""

from __future__ import annotations

import hashlib
import json

from grader.network import values as v
from grader.network.canonical import canonical
from grader.network.model import Layer, Network, NetworkError, Setting
from grader.network.read import MAX_NODES
from grader.network.schema import MERGES, REQUIRED, SCHEMA

_MAY_BE_ABSENT = frozenset(
    """activation momentum as_operation free_batch negative_slope max_value threshold axis
    output_padding""".split()  # noqa: SIM905
)


def to_json(network: Network) -> dict[str, object]:
    """Return a network as plain data; names are left out where they are empty."""
    return {"layers": [_layer_to_json(layer) for layer in network.layers], "output": network.output}


def from_json(data: object) -> Network:
    """Return the network that `to_json` wrote.

    Raises:
        NetworkError: `network.malformed` (part) or `network.too_many` (limit) for anything else.
    """
    if not isinstance(data, dict) or not isinstance(data.get("layers"), list):
        raise NetworkError("network.malformed", part="layers")
    if len(data["layers"]) > MAX_NODES:
        raise NetworkError("network.too_many", limit=MAX_NODES)
    layers = tuple(_layer_from_json(item, place) for place, item in enumerate(data["layers"]))
    inputs = sum(layer.kind == "Input" for layer in layers)
    if inputs != 1:
        raise NetworkError("network.inputs", count=inputs)
    output = data.get("output")
    if type(output) is not int or not 0 <= output < len(layers):
        raise NetworkError("network.malformed", part="output")
    return Network(layers, output)


def digest(network: Network, *, keep_dropout: bool = True, keep_momentum: bool = True) -> str:
    """Return 64 hexadecimal digits that are equal for equal canonical forms.

    Dropout and momentum count unless they are taken out, since a digest is what a training
    result is remembered by.

    Raises:
        NetworkError: whatever `canonical` raises.
    """
    plain = canonical(network, keep_dropout=keep_dropout, keep_momentum=keep_momentum)
    text = json.dumps(to_json(plain), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _layer_to_json(layer: Layer) -> dict[str, object]:
    data: dict[str, object] = {"kind": layer.kind}
    if layer.settings:
        data["settings"] = dict(layer.settings)
    if layer.inputs:
        data["inputs"] = list(layer.inputs)
    if layer.name:
        data["name"] = layer.name
    if layer.weights_of:
        data["weights_of"] = layer.weights_of
    return data


def _layer_from_json(data: object, place: int) -> Layer:
    if not isinstance(data, dict) or not data.keys() <= {*Layer.__dataclass_fields__}:
        raise NetworkError("network.malformed", part="layer")
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in SCHEMA:
        raise NetworkError("network.malformed", part="kind")
    settings = _settings(kind, data.get("settings", {}), place)
    return Layer(
        kind,
        tuple(sorted(settings.items())),
        _inputs(kind, data.get("inputs", []), place),
        _text(data.get("name", "")),
        _text(data.get("weights_of", "")),
    )


def _settings(kind: str, data: object, place: int) -> dict[str, Setting]:
    if not isinstance(data, dict):
        raise NetworkError("network.malformed", part="settings")
    extra = {"trainable": _frozen, "shares": v.whole(0, max(place - 1, 0))}
    readers = {**{key: field.read for key, field in SCHEMA[kind].items()}, **extra}
    if not data.keys() <= readers.keys():
        raise NetworkError("network.malformed", part="settings")
    for key, field in SCHEMA[kind].items():
        if key not in data and (field.default is REQUIRED or key not in _MAY_BE_ABSENT):
            raise NetworkError("network.malformed", part=key)
    try:
        return {key: readers[key](value) for key, value in data.items()}
    except ValueError:
        raise NetworkError("network.malformed", part="settings") from None


def _frozen(value: object) -> Setting:
    if value is not False:
        raise ValueError
    return False


def _inputs(kind: str, data: object, place: int) -> tuple[int, ...]:
    if not isinstance(data, (list, tuple)) or len(data) > MAX_NODES:
        raise NetworkError("network.malformed", part="inputs")
    inputs = tuple(item for item in data if type(item) is int and 0 <= item < place)
    expected = 0 if kind == "Input" else 1
    enough = len(inputs) >= 1 if kind in MERGES else len(inputs) == expected
    if len(inputs) != len(data) or not enough or (kind == "Subtract" and len(inputs) != 2):
        raise NetworkError("network.malformed", part="inputs")
    return inputs


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 20 * v.MAX_NAME or not value.isprintable():
        raise NetworkError("network.malformed", part="name")
    return value
