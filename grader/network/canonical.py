"""The canonical form: style taken out, so that `==` means "the same network"."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass, field

from grader.network.arithmetic import Problem
from grader.network.facts import walk
from grader.network.graph import Graph, Node
from grader.network.model import Facts, Layer, Network, NetworkError, Shape
from grader.network.order import COMMUTATIVE, ordered
from grader.network.plain import plain
from grader.network.rules import RULES
from grader.network.schema import WEIGHTED

MAX_PASSES = 100
_DROPOUTS = ("Dropout", "SpatialDropout2D")


def canonical(
    network: Network,
    *,
    keep_dropout: bool = False,
    keep_momentum: bool = False,
    keep_names: bool = False,
) -> Network:
    """Return the canonical form of a network.

    Two networks with equal canonical forms compute the same function of their weights and have
    as many of them. Activations are nodes of kind `"Activation"` with the setting `function`; a
    node that shares the weights of an earlier one has the setting `shares`, the position of that.

    Args:
        network: as read.
        keep_dropout: leave the dropout layers in, which act in training only.
        keep_momentum: leave the momentum of batch normalisation in, which acts in training only.
        keep_names: keep the names of the layers; they are never compared, but they are stored.

    Raises:
        NetworkError: whatever `walk` raises.
    """
    return _canonical(_Asked(repr(network), network), keep_dropout, keep_momentum, keep_names)


@dataclass(frozen=True)
class _Asked:
    """A network and all of it as text: names and shared weights are no part of its `==`."""

    text: str
    network: Network = field(compare=False)


@functools.lru_cache(maxsize=128)
def _canonical(asked: _Asked, keep_dropout: bool, keep_momentum: bool, keep_names: bool) -> Network:
    """Judging asks for the same few networks again and again, the reference's above all."""
    graph = _graph(asked.network, walk(asked.network), keep_dropout, keep_momentum)
    try:
        _rewrite(graph)
    except Problem as problem:  # pragma: no cover - a rule keeps what Keras accepts
        raise NetworkError(problem.code, **problem.data) from None
    return ordered(graph, keep_names)


def same_network(
    a: Network, b: Network, *, keep_dropout: bool = False, keep_momentum: bool = False
) -> bool:
    """Return whether two networks are the same but for style."""
    first, second = (
        canonical(each, keep_dropout=keep_dropout, keep_momentum=keep_momentum) for each in (a, b)
    )
    return first == second


def _graph(
    network: Network, facts: tuple[Facts, ...], keep_dropout: bool, keep_momentum: bool
) -> Graph:
    """Return the part of a network that its output needs, in plain words."""
    graph = Graph()
    live = _live(network)
    built: dict[int, Node] = {}
    for position, layer in enumerate(network.layers):
        if position not in live:
            continue
        if layer.kind == "Input":
            built[position] = Node("Input", dict(layer.settings), (), facts[position].shape)
            built[position].name = layer.name
        elif layer.kind in _DROPOUTS and not keep_dropout:
            built[position] = built[layer.inputs[0]]
        else:
            built[position] = _add(graph, layer, facts[position].shape, built, keep_momentum)
    graph.output = built[network.output]
    return graph


def _live(network: Network) -> set[int]:
    live: set[int] = set()
    waiting = [network.output]
    while waiting:
        position = waiting.pop()
        if position not in live:
            live.add(position)
            waiting.extend(network.layers[position].inputs)
    return live


def _add(
    graph: Graph, layer: Layer, output: Shape, built: dict[int, Node], keep_momentum: bool
) -> Node:
    inputs = [built[i] for i in layer.inputs]
    for kind, settings in plain(layer, tuple(node.shape for node in inputs), output):
        if not keep_momentum:
            settings.pop("momentum", None)
        settings.pop("shares", None)
        node = graph.make(kind, settings, inputs)
        node.name = layer.name
        if kind in WEIGHTED and layer.weights_of:
            node.weights_of = layer.weights_of
        inputs = [node]
    return inputs[0]


def _rewrite(graph: Graph) -> None:
    """Apply the rules until nothing changes."""
    for _ in range(MAX_PASSES):
        if not _one_pass(graph):
            return


def _one_pass(graph: Graph) -> bool:
    changed = False
    known: dict[object, Node] = {}
    order = graph.order()
    graph.uses = Counter(node.weights_of for node in order if node.kind in WEIGHTED)
    for node in order:
        if not node.readers and node is not graph.output:
            continue
        new = _rewritten(node, graph) or _twin(node, known)
        if new is not None and new is not node:
            graph.replace(node, new)
            changed = True
    return changed


def _rewritten(node: Node, graph: Graph) -> Node | None:
    for rule in RULES.get(node.kind, ()):
        new = rule(node, graph)
        if new is not None:
            return new
    return None


def _twin(node: Node, known: dict[object, Node]) -> Node | None:
    """Return an earlier node that computes the same from the same."""
    if node.kind in _DROPOUTS or (node.kind in WEIGHTED and not node.weights_of):
        return None
    weights = node.weights_of if node.kind in WEIGHTED else ""
    sources = [id(each) for each in node.inputs]
    if node.kind in COMMUTATIVE:
        sources.sort()
    key = (node.kind, node.frozen_settings(), tuple(sources), weights)
    earlier = known.get(key)
    if earlier is None or not earlier.readers:
        known[key] = node
        return None
    return earlier
