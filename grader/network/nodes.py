"""The wiring of a Functional model: `inbound_nodes`, `input_layers` and `output_layers`."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from grader.network.model import NetworkError

Config = dict[str, object]
Node = tuple[str, int]
"""A layer's name, and which of its calls."""

MAX_FAN_IN = 500

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True)
class Call(Generic[T]):
    """One call of a layer: the tensors it reads, and what else was given to it."""

    tensors: tuple[T, ...]
    constants: tuple[Any, ...] = ()
    settings: Config = field(default_factory=dict)

    def placed(self, done: Mapping[T, int]) -> Call[int]:
        """Return the call with positions in place of names."""
        return Call(tuple(done[t] for t in self.tensors), self.constants, self.settings)


def config_of(value: object, part: str) -> Config:
    """Return a JSON object; `network.malformed` for anything else."""
    if not isinstance(value, dict):
        raise NetworkError("network.malformed", part=part)
    return value


def list_of(value: object, part: str) -> Sequence[object]:
    """Return a JSON array; `network.malformed` for anything else."""
    if not isinstance(value, (list, tuple)):
        raise NetworkError("network.malformed", part=part)
    return value


def read_ends(value: object, code: str) -> Node:
    """Return the one input or output of a model.

    Keras writes `["name", 0, 0]`, a list of such, or a dictionary of such.

    Raises:
        NetworkError: `code` with `count` where there is not exactly one.
    """
    ends: list[object] = list(value.values()) if isinstance(value, dict) else [value]
    if isinstance(value, list) and not (value and isinstance(value[0], str)):
        ends = list(value)
    if len(ends) != 1:
        raise NetworkError(code, count=len(ends))
    return _history(ends[0])


def read_call(entry: Config, node: Node) -> Call[Node]:
    """Return the `node[1]`-th call of a layer.

    Raises:
        NetworkError: `network.malformed`, `network.too_many`.
    """
    calls = list_of(entry.get("inbound_nodes"), "inbound_nodes")
    if not 0 <= node[1] < len(calls):
        raise NetworkError("network.malformed", part="inbound_nodes")
    call = config_of(calls[node[1]], "inbound_nodes")
    tensors: list[Node] = []
    constants: list[object] = []
    settings: Config = {}
    for value in list_of(call.get("args", []), "args"):
        if not _collect(value, tensors):
            constants.append(value)
    for key, value in config_of(call.get("kwargs", {}), "kwargs").items():
        if not _collect(value, tensors):
            settings[key] = value
    return Call(tuple(tensors), tuple(constants), settings)


def _collect(value: object, tensors: list[Node]) -> bool:
    """Add a tensor, or a list of tensors; return whether it was one."""
    if _is_tensor(value):
        found: Sequence[object] = [value]
    elif isinstance(value, list) and value and all(_is_tensor(item) for item in value):
        found = value
    else:
        return False
    if len(tensors) + len(found) > MAX_FAN_IN:
        raise NetworkError("network.too_many", limit=MAX_FAN_IN)
    for item in found:
        config = config_of(config_of(item, "tensor").get("config"), "tensor")
        tensors.append(_history(config.get("keras_history")))
    return True


def _is_tensor(value: object) -> bool:
    return isinstance(value, dict) and value.get("class_name") == "__keras_tensor__"


def _history(value: object) -> Node:
    if isinstance(value, (list, tuple)) and len(value) == 3:
        name, node, tensor = value
        if isinstance(name, str) and type(node) is int and tensor == 0 and tensor is not False:
            return name, node
    raise NetworkError("network.malformed", part="keras_history")
