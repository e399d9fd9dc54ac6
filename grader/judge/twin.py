"""Two networks that are the same but for one layer: a global pooling here, a Flatten there."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple

from grader.network import Layer, Network, canonical, describe, folded
from grader.network.order import COMMUTATIVE

REDUCTIONS = frozenset(("GlobalMaxPooling2D", "GlobalAveragePooling2D", "Flatten"))
WITH_SCORES = {"Dense": "units", "Conv2D": "filters"}


class Difference(NamedTuple):
    """Where a twin departs: a layer of the other network, one of its own, or both; neither where
    the same layers are connected in another way.
    """

    expected: Layer | None
    found: Layer | None


def difference(network: Network, twin: Network) -> Difference | None:
    """Return where the layers of a twin depart from a network's, reductions left out of both.

    A network whose maps are its scores needs no Dense; then its twin may have one that makes the
    scores of the row, in addition or in place of the layer that makes the maps.

    Raises:
        NetworkError: whatever `canonical` raises.
    """
    own, other = (_without_reductions(canonical(each, keep_names=True)) for each in (twin, network))
    if _same(own, other):
        return None
    if not any(layer.kind == "Dense" for layer in other.layers):
        bare = _without_scores(own)
        if _same(bare, other) or _same(bare, _without_scores(other)):
            return None
    return _first(folded(other), folded(own))


def _without_reductions(network: Network) -> Network:
    """Return a canonical network without what makes a row of maps, or numbers of them."""
    return _without(
        network, {i for i, layer in enumerate(network.layers) if layer.kind in REDUCTIONS}
    )


def _without_scores(network: Network) -> Network:
    """Return a network without the layer that makes its scores."""
    for i in reversed(range(len(network.layers))):
        if network.layers[i].kind in WITH_SCORES:
            return _without(network, {i})
    return network


def _without(network: Network, dropped: set[int]) -> Network:
    """Return a network without some layers; two branches that have become one are one."""
    place: dict[int, int] = {}
    layers: list[Layer] = []
    for i, layer in enumerate(network.layers):
        inputs = tuple(place[each] for each in layer.inputs)
        merges = len(inputs) > 1 and len(set(inputs)) == 1
        if inputs and (i in dropped or merges):
            place[i] = inputs[0]
            continue
        place[i] = len(layers)
        settings = tuple(pair for pair in layer.settings if pair[0] != "shares")
        layers.append(replace(layer, settings=settings, inputs=inputs, weights_of=""))
    return Network(tuple(layers), place[network.output])


def _same(one: Network, other: Network) -> bool:
    return _digest(one) == _digest(other)


def _digest(network: Network) -> str:
    """Return what the output is made of, whatever order the branches are written in."""
    known: list[str] = []
    for layer in network.layers:
        inputs = [known[i] for i in layer.inputs]
        if layer.kind in COMMUTATIVE:
            inputs.sort()
        text = "\n".join((layer.kind, repr(layer.settings), *inputs))
        known.append(hashlib.sha256(text.encode()).hexdigest())
    return known[network.output]


def _first(expected: Network, found: Network) -> Difference:
    """Return the first layer in which two networks differ, in the order of the data."""
    own, other = ([describe(layer) for layer in each.layers] for each in (found, expected))
    for tag, i, _, j, _ in SequenceMatcher(None, other, own, autojunk=False).get_opcodes():
        if tag != "equal":
            return Difference(
                expected.layers[i] if tag != "insert" else None,
                found.layers[j] if tag != "delete" else None,
            )
    return Difference(None, None)
