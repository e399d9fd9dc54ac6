"""The order of the nodes in the canonical form: the same for equal graphs, however written."""

from __future__ import annotations

import hashlib

from grader.network.graph import Graph, Node, sorted_nodes
from grader.network.model import Layer, Network
from grader.network.schema import WEIGHTED

COMMUTATIVE = frozenset({"Add", "Multiply", "Average", "Maximum"})


def ordered(graph: Graph, keep_names: bool) -> Network:
    """Return the graph as a network; the inputs of an Add and the like in a fixed order."""
    assert graph.output is not None
    nodes = graph.order()
    keys = _keys(nodes)
    inputs = {
        node: sorted(node.inputs, key=keys.__getitem__)
        if node.kind in COMMUTATIVE
        else list(node.inputs)
        for node in nodes
    }
    placed = sorted_nodes(graph.output, inputs)
    position = {node: i for i, node in enumerate(placed)}
    owners = _owners(placed, position)
    layers = []
    for node in placed:
        settings, owner = dict(node.settings), owners.get(node)
        if owner is not None and owner != position[node]:
            settings["shares"] = owner
        layers.append(
            Layer(
                kind=node.kind,
                settings=tuple(sorted(settings.items())),
                inputs=tuple(position[each] for each in inputs[node]),
                name=node.name if keep_names else "",
                weights_of="" if owner is None else f"layer {owner}",
            )
        )
    return Network(tuple(layers), position[graph.output])


def _owners(placed: list[Node], position: dict[Node, int]) -> dict[Node, int]:
    """Return, for each node with shared weights, the position of the first that has them."""
    groups: dict[str, list[Node]] = {}
    for node in placed:
        if node.kind in WEIGHTED and node.weights_of:
            groups.setdefault(node.weights_of, []).append(node)
    return {
        node: position[group[0]] for group in groups.values() if len(group) > 1 for node in group
    }


Key = tuple[int, str, str]


def _keys(nodes: list[Node]) -> dict[Node, Key]:
    """Return sort keys that depend on structure only: long paths first, then by digests.

    The first digest tells what a node computes, the second what becomes of it. Nodes that agree
    in both are, but for contrived graphs, images of each other; then their order is no matter.
    """
    below: dict[Node, str] = {}
    depth: dict[Node, int] = {}
    for node in nodes:
        parts = [below[each] for each in node.inputs]
        if node.kind in COMMUTATIVE:
            parts.sort()
        below[node] = _digest(node.kind, repr(node.frozen_settings()), *parts)
        depth[node] = 1 + max((depth[each] for each in node.inputs), default=0)
    above = _above(nodes, below)
    return {node: (-depth[node], below[node], above[node]) for node in nodes}


def _above(nodes: list[Node], below: dict[Node, str]) -> dict[Node, str]:
    twins: dict[str, list[str]] = {}
    for node in nodes:
        if node.kind in WEIGHTED and node.weights_of:
            twins.setdefault(node.weights_of, []).append(below[node])
    above: dict[Node, str] = {}
    for node in reversed(nodes):
        uses = sorted(
            _digest(above[reader], below[reader], str(_slot(node, reader)))
            for reader in node.readers
            if reader in above
        )
        above[node] = _digest(*uses, "|", *sorted(twins.get(node.weights_of, [])))
    return above


def _slot(node: Node, reader: Node) -> object:
    places = [i for i, each in enumerate(reader.inputs) if each is node]
    return len(places) if reader.kind in COMMUTATIVE else places


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
