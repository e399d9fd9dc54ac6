"""A network while it is being rewritten: nodes that know their inputs, readers and shapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from grader.network.activations import NON_NEGATIVE
from grader.network.arithmetic import output_shape
from grader.network.model import Layer, Setting, Shape

_KEEP_SIGN = frozenset(
    """MaxPooling2D AveragePooling2D GlobalMaxPooling2D GlobalAveragePooling2D Flatten Reshape
    Permute ZeroPadding2D Pad GetItem Dropout SpatialDropout2D Add Multiply Average Maximum
    Concatenate""".split()  # noqa: SIM905
)
"""Kinds whose output is never below zero where no input is."""


class Node:
    """One layer in a graph; equal to itself only."""

    def __init__(
        self,
        kind: str,
        settings: Mapping[str, Setting],
        inputs: Sequence[Node],
        shape: Shape,
        name: str = "",
        weights_of: str = "",
    ) -> None:
        self.kind = kind
        self.settings = dict(settings)
        self.inputs = list(inputs)
        self.readers: set[Node] = set()
        self.shape = shape
        self.name = name
        self.weights_of = weights_of
        self.non_negative = _is_non_negative(kind, self.settings, self.inputs)

    @property
    def source(self) -> Node:
        """The first input."""
        return self.inputs[0]

    def get(self, setting: str) -> Setting:
        """Return a setting, or `None`."""
        return self.settings.get(setting)

    def frozen_settings(self) -> tuple[tuple[str, Setting], ...]:
        """Return the settings as `Layer` keeps them."""
        return tuple(sorted(self.settings.items()))


def _is_non_negative(kind: str, settings: Mapping[str, Setting], inputs: Sequence[Node]) -> bool:
    if kind == "Activation":
        plain = settings.get("negative_slope") is None and settings.get("threshold") is None
        return settings.get("function") in NON_NEGATIVE and plain
    return kind in _KEEP_SIGN and all(node.non_negative for node in inputs)


class Graph:
    """The nodes that the output needs, and the ways to change them."""

    def __init__(self) -> None:
        self.output: Node | None = None
        self.uses: Counter[str] = Counter()
        """How many nodes share the weights of one layer."""

    def make(
        self,
        kind: str,
        settings: Mapping[str, Setting],
        inputs: Sequence[Node],
        like: Node | None = None,
    ) -> Node:
        """Return a new node; its name and weights are those of the node that it replaces."""
        layer = Layer(kind, tuple(sorted(settings.items())))
        shape = output_shape(layer, tuple(node.shape for node in inputs))
        name, weights_of = (like.name, like.weights_of) if like else ("", "")
        node = Node(kind, settings, inputs, shape, name, weights_of)
        for source in inputs:
            source.readers.add(node)
        return node

    def changed(
        self, node: Node, inputs: Sequence[Node] | None = None, **settings: Setting
    ) -> Node:
        """Return a copy of a node with other inputs or settings."""
        sources = node.inputs if inputs is None else inputs
        return self.make(node.kind, {**node.settings, **settings}, sources, node)

    def shared(self, node: Node) -> bool:
        """Whether another node uses the same weights."""
        return bool(node.weights_of) and self.uses[node.weights_of] > 1

    def replace(self, old: Node, new: Node) -> None:
        """Let everything that reads `old` read `new`, and drop what nothing reads any more."""
        for reader in old.readers:
            if reader is not new:
                reader.inputs = [new if node is old else node for node in reader.inputs]
                new.readers.add(reader)
        old.readers = {new} if new in old.readers else set()
        if self.output is old:
            self.output = new
        self._drop(old)

    def _drop(self, node: Node) -> None:
        dead = [node]
        while dead:
            gone = dead.pop()
            if gone.readers or gone is self.output:
                continue
            for source in gone.inputs:
                source.readers.discard(gone)
                dead.append(source)

    def order(self) -> list[Node]:
        """Return the live nodes, each after what it reads."""
        assert self.output is not None
        return sorted_nodes(self.output)


def sorted_nodes(output: Node, first: Mapping[Node, Sequence[Node]] | None = None) -> list[Node]:
    """Return the nodes below `output` in post-order.

    Args:
        output: the last node.
        first: for a node, its inputs in the order in which they are visited.
    """
    done: dict[Node, None] = {}
    waiting: list[tuple[Node, bool]] = [(output, False)]
    while waiting:
        node, seen = waiting.pop()
        if node in done:
            continue
        if seen:
            done[node] = None
            continue
        waiting.append((node, True))
        inputs: Iterable[Node] = node.inputs if first is None else first[node]
        waiting.extend((source, False) for source in reversed(list(inputs)) if source not in done)
    return list(done)
