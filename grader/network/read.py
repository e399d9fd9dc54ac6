"""A Keras configuration, written by a stranger, read as a `Network`.

Nothing is deserialised: known keys are read with their exact types, all else is left aside.
The work is bounded before it is done (nodes, entries, nesting), so that a small configuration
cannot ask for much.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from grader.network import values as v
from grader.network.model import Layer, Network, NetworkError, Setting
from grader.network.nodes import Call, Config, Node, config_of, list_of, read_call, read_ends
from grader.network.operations import MODULES, Made, read_operation
from grader.network.schema import MERGES, SCHEMA, read_settings

MAX_NODES = 2000
MAX_ENTRIES = 20_000
"""Layers looked at altogether, a nested model counted at each of its calls."""
MAX_DEPTH = 12

_ONLY_STORED = frozenset({"Input", "Pad", "GetItem"})
_TRAINING_MATTERS: dict[str, tuple[bool, ...]] = {
    # NOTE: Keras writes `training=False` for every dropout that is called without it.
    "Dropout": (True,),
    "SpatialDropout2D": (True,),
    "BatchNormalization": (True, False),
    "Model": (True, False),
}


def read_network(config: object) -> Network:
    """Return the network that a Keras configuration describes.

    Args:
        config: `json.loads(model.to_json())` of a Sequential or Functional model, or what
            `keras.saving.serialize_keras_object(model)` returns. Nested models are flattened.

    Raises:
        NetworkError: with one of these codes and the data in brackets:
            `network.subclassed` (layer), `network.layer_unknown` (layer, name),
            `network.operation_unknown` (layer, name), `network.no_input`, `network.inputs`
            (count), `network.outputs` (count), `network.channels_first`, `network.setting`
            (layer, name, setting, found), `network.setting_missing` (layer, name, setting),
            `network.activation_unknown` (layer, name, found), `network.operand`, `network.slice`,
            `network.call_argument` (layer, name, argument), `network.arity` (layer, name, count),
            `network.cycle`, `network.too_many` (limit), `network.too_deep` (limit),
            `network.malformed` (part).
    """
    entry = config_of(config, "model")
    if not _is_model(entry):
        raise NetworkError("network.subclassed", layer=v.shown(entry.get("class_name")).strip("'"))
    reader = _Reader()
    output = reader.model(entry, None, _Place())
    return Network(tuple(reader.layers), output)


@dataclass(frozen=True)
class _Place:
    """Where in a nest of models the reader is."""

    path: str = ""
    depth: int = 0
    frozen: bool = False

    def inside(self, name: str, config: Config) -> _Place:
        frozen = self.frozen or config.get("trainable") is False
        return _Place(f"{self.path}{name}/", self.depth + 1, frozen)


class _Reader:
    """Collects layers in topological order; `model` calls itself once for each nested model."""

    def __init__(self) -> None:
        self.layers: list[Layer] = []
        self.entries = 0

    def model(self, entry: Config, source: int | None, place: _Place) -> int:
        """Read one model that is called on node `source`; return the node of its output."""
        if place.depth > MAX_DEPTH:
            raise NetworkError("network.too_deep", limit=MAX_DEPTH)
        config = config_of(entry.get("config"), "config")
        if place.depth == 0 and config.get("trainable") is False:
            place = _Place(frozen=True)
        layers = list_of(config.get("layers"), "layers")
        self.entries += len(layers) + 1
        if self.entries > MAX_ENTRIES:
            raise NetworkError("network.too_many", limit=MAX_ENTRIES)
        if entry.get("class_name") == "Sequential":
            return self.sequential(layers, source, place)
        return self.functional(config, layers, source, place)

    def sequential(self, layers: Sequence[object], source: int | None, place: _Place) -> int:
        for index, item in enumerate(layers):
            entry = config_of(item, "layer")
            if _is_input(entry):
                if index:
                    raise NetworkError("network.inputs", count=2)
                source = self.input(entry, source)
                continue
            name = _name(entry)
            inputs = [] if source is None else [source]
            source = self.node(entry, name, Call(tuple(inputs)), place)
        if source is None:
            raise NetworkError("network.no_input")
        return source

    def functional(
        self, config: Config, layers: Sequence[object], source: int | None, place: _Place
    ) -> int:
        entries: dict[str, tuple[int, Config]] = {}
        for index, item in enumerate(layers):
            entry = config_of(item, "layer")
            name = v.name_of(entry.get("name"))
            if name in entries:
                raise NetworkError("network.malformed", part="name")
            entries[name] = (index, entry)
        first = read_ends(config.get("input_layers"), "network.inputs")
        last = _first_call_is_zero(
            read_ends(config.get("output_layers"), "network.outputs"), entries
        )
        calls = _reachable(entries, last)
        done: dict[Node, int] = {}
        for node in _in_order(entries, calls, last):
            entry = entries[node[0]][1]
            if _is_input(entry):
                if node != first:
                    raise NetworkError("network.inputs", count=2)
                done[node] = self.input(entry, source)
            else:
                call = calls[node].placed(done)
                done[node] = self.node(entry, node[0], call, place)
        if first not in done:
            raise NetworkError("network.inputs", count=0)
        return done[last]

    def input(self, entry: Config, source: int | None) -> int:
        """Read an InputLayer; inside a nested model it is only another name for `source`."""
        if source is not None:
            return source
        config = config_of(entry.get("config"), "config")
        name = _name(entry)
        batch_shape = config.get("batch_shape", config.get("batch_input_shape"))
        if not isinstance(batch_shape, list) or not batch_shape:
            raise NetworkError("network.setting_missing", layer="Input", name=name, setting="shape")
        settings = {**config, "shape": batch_shape[1:]}
        return self.add("Input", read_settings("Input", settings, layer="Input", name=name), name)

    def node(self, entry: Config, name: str, call: Call[int], place: _Place) -> int:
        """Read one call of one layer, operation or nested model."""
        config = config_of(entry.get("config"), "config")
        if _is_model(entry):
            _refuse_call_arguments("Model", name, call)
            if call.constants:
                raise NetworkError("network.operand", layer="Model", name=name)
            inputs = _inputs("Model", name, call, place)
            return self.model(entry, inputs[0] if inputs else None, place.inside(name, config))
        config, activation = _activation_layer(config, name)
        kind, settings = _read_kind(entry, name, config, call)
        if config.get("trainable") is False or place.frozen:
            settings["trainable"] = False
        inputs = _inputs(kind, name, call, place)
        if not inputs:
            raise NetworkError("network.no_input")
        output = self.add(kind, settings, name, inputs, place.path + name)
        if activation is None:
            return output
        return self.add(*activation, name, (output,), f"{place.path}{name}/activation")

    def add(
        self,
        kind: str,
        settings: dict[str, Setting],
        name: str,
        inputs: tuple[int, ...] = (),
        weights_of: str = "",
    ) -> int:
        if len(self.layers) >= MAX_NODES:
            raise NetworkError("network.too_many", limit=MAX_NODES)
        ordered = tuple(sorted(settings.items()))
        self.layers.append(Layer(kind, ordered, inputs, name, weights_of))
        return len(self.layers) - 1


def _read_kind(
    entry: Config, name: str, config: Config, call: Call[int]
) -> tuple[str, dict[str, Setting]]:
    """Return kind and settings of a layer or an operation.

    Raises:
        NetworkError: `network.layer_unknown` or, for an operation, `network.operation_unknown` for
            one that is not on the list.
    """
    found = entry.get("class_name")
    module = entry.get("module")
    kind = found if isinstance(found, str) else ""
    if isinstance(module, str) and module.startswith(MODULES):
        return read_operation(kind, name, {**config, **call.settings}, call.constants)
    known = kind in SCHEMA and kind not in _ONLY_STORED
    if not known or not _is_keras(entry, "keras.layers", "keras.src.layers"):
        raise NetworkError("network.layer_unknown", layer=v.shown(found).strip("'"), name=name)
    if call.constants:
        raise NetworkError("network.operand", layer=kind, name=name)
    _refuse_call_arguments(kind, name, call)
    if kind == "Activation":
        config = {**config, "function": config.get("activation")}
    return kind, read_settings(kind, config, layer=kind, name=name)


def _activation_layer(config: Config, name: str) -> tuple[Config, Made | None]:
    """Take `activation=layers.LeakyReLU(0.1)` apart: the layer without it, and the activation."""
    value = config.get("activation")
    if not isinstance(value, dict) or not _is_keras(value, "keras.layers", "keras.src.layers"):
        return config, None
    kind, inner = value.get("class_name"), config_of(value.get("config"), "activation")
    if kind not in ("ReLU", "LeakyReLU", "Softmax"):
        return config, None
    settings = read_settings(str(kind), inner, layer=str(kind), name=name)
    return {**config, "activation": None}, (str(kind), settings)


def _refuse_call_arguments(kind: str, name: str, call: Call[int]) -> None:
    """Refuse `layer(x, training=True)` where it matters, masks and other tensors everywhere."""
    for argument, value in call.settings.items():
        matters = value not in (None, True, False)
        if argument == "training":
            matters = matters or value in _TRAINING_MATTERS.get(kind, ())
        elif value is not None:
            matters = True
        if matters:
            raise NetworkError("network.call_argument", layer=kind, name=name, argument=argument)


def _inputs(kind: str, name: str, call: Call[int], place: _Place) -> tuple[int, ...]:
    """Return what a node reads; only merge layers read more than one tensor."""
    count = len(call.tensors)
    wrong = count > 1 and kind not in MERGES
    wrong = wrong or (kind == "Subtract" and count != 2)
    if wrong:
        raise NetworkError("network.arity", layer=kind, name=name, count=count)
    return call.tensors


def _first_call_is_zero(node: Node, entries: dict[str, tuple[int, Config]]) -> Node:
    """Return the node of an output, its calls counted from 0.

    NOTE: Keras counts the calls of a nested Functional model from 1 in `output_layers`, though
    not in `inbound_nodes` (`node_index -= 1` in `keras/src/models/functional.py`).
    """
    name, call = node
    entry = entries[name][1] if name in entries else {}
    nested = _is_model(entry) and entry.get("class_name") != "Sequential"
    return (name, max(call - 1, 0)) if nested else node


def _reachable(entries: dict[str, tuple[int, Config]], last: Node) -> dict[Node, Call[Node]]:
    """Return the call of each node that the output needs; a layer that dangles is left out."""
    calls: dict[Node, Call[Node]] = {}
    waiting = [last]
    while waiting:
        node = waiting.pop()
        if node in calls:
            continue
        if node[0] not in entries:
            raise NetworkError("network.malformed", part="inbound_nodes")
        if len(calls) >= MAX_NODES:
            raise NetworkError("network.too_many", limit=MAX_NODES)
        entry = entries[node[0]][1]
        calls[node] = Call(()) if _is_input(entry) else read_call(entry, node)
        waiting.extend(calls[node].tensors)
    return calls


def _in_order(
    entries: dict[str, tuple[int, Config]], calls: dict[Node, Call[Node]], last: Node
) -> list[Node]:
    """Return the nodes so that each comes after what it reads, else as Keras lists them."""
    readers: dict[Node, list[Node]] = {node: [] for node in calls}
    missing: dict[Node, int] = {}
    for node, call in calls.items():
        sources = set(call.tensors)
        missing[node] = len(sources)
        for source in sources:
            readers[source].append(node)
    ready = [(entries[n[0]][0], n[1], n) for n, count in missing.items() if not count]
    heapq.heapify(ready)
    order: list[Node] = []
    while ready:
        node = heapq.heappop(ready)[2]
        order.append(node)
        for reader in readers[node]:
            missing[reader] -= 1
            if not missing[reader]:
                heapq.heappush(ready, (entries[reader[0]][0], reader[1], reader))
    if last not in order or len(order) != len(calls):
        raise NetworkError("network.cycle")
    return order


def _is_keras(entry: Config, *modules: str) -> bool:
    """Whether a class is Keras's own: a student's `class Conv2D` has another module."""
    module = entry.get("module")
    registered = entry.get("registered_name")
    ours = isinstance(module, str) and any(
        module == known or module.startswith(known + ".") for known in modules
    )
    return ours and registered in (None, entry.get("class_name"))


def _is_model(entry: Config) -> bool:
    known = entry.get("class_name") in ("Sequential", "Functional", "Model")
    return known and _is_keras(entry, "keras", "keras.models", "keras.src.models")


def _is_input(entry: Config) -> bool:
    layer = entry.get("class_name") == "InputLayer"
    return layer and _is_keras(entry, "keras.layers", "keras.src.layers")


def _name(entry: Config) -> str:
    config = config_of(entry.get("config"), "config")
    return v.name_of(entry.get("name", config.get("name")))
