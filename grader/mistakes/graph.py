"""Surgery on networks: change a layer, take one out, put one in, exchange two."""

from __future__ import annotations

from dataclasses import replace

from grader.network.model import Layer, Network


def changed(network: Network, layers: dict[int, Layer]) -> Network:
    """Return a network with some of its layers replaced, by position."""
    kept = tuple(layers.get(i, layer) for i, layer in enumerate(network.layers))
    return Network(kept, network.output)


def without(network: Network, position: int) -> Network:
    """Return a network in which what a layer handed on is what it had read."""
    source = network.layers[position].inputs[0]

    def moved(index: int) -> int:
        index = source if index == position else index
        return index - (index > position)

    layers = tuple(
        replace(layer, inputs=tuple(map(moved, layer.inputs)))
        for index, layer in enumerate(network.layers)
        if index != position
    )
    return Network(layers, moved(network.output))


def behind(network: Network, position: int, layer: Layer) -> Network:
    """Return a network with one more layer, which reads a layer in place of all its readers."""

    def moved(index: int) -> int:
        return index + (index >= position)

    before = network.layers[: position + 1]
    after = tuple(
        replace(one, inputs=tuple(map(moved, one.inputs))) for one in network.layers[position + 1 :]
    )
    layers = (*before, replace(layer, inputs=(position,)), *after)
    return Network(layers, moved(network.output))


def exchanged(network: Network, position: int) -> Network | None:
    """Return a network in which a layer and the only one that reads it change places."""
    readers = [i for i, layer in enumerate(network.layers) if position in layer.inputs]
    if readers != [position + 1] or len(network.layers[position + 1].inputs) != 1:
        return None
    first, second = network.layers[position], network.layers[position + 1]
    if len(first.inputs) != 1:
        return None
    return changed(
        network,
        {
            position: replace(second, inputs=first.inputs),
            position + 1: replace(first, inputs=second.inputs),
        },
    )
