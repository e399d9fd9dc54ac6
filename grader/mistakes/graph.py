"""Surgery on networks: change a layer, take one out, put one in, exchange two, wire them anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from grader.network import Layer, Network, Shape, same_pads, walk
from grader.network.arithmetic import pair_of

CONVOLUTIONS = frozenset(("Conv2D", "DepthwiseConv2D", "SeparableConv2D"))
POOLS = frozenset(("MaxPooling2D", "AveragePooling2D"))
WEIGHTED = CONVOLUTIONS | {"Dense"}
GLOBALS = frozenset(("GlobalMaxPooling2D", "GlobalAveragePooling2D"))
Pair = tuple[int, int]


@lru_cache(maxsize=64)
def shapes_of(network: Network) -> tuple[Shape, ...]:
    """Return what each layer hands on."""
    return tuple(facts.shape for facts in walk(network))


@lru_cache(maxsize=64)
def readers_of(network: Network) -> tuple[tuple[int, ...], ...]:
    """Return for each layer which ones read it."""
    found: list[list[int]] = [[] for _ in network.layers]
    for position, layer in enumerate(network.layers):
        for source in layer.inputs:
            found[source].append(position)
    return tuple(map(tuple, found))


def one_reader(network: Network, position: int) -> bool:
    """Whether exactly one layer reads another."""
    return len(readers_of(network)[position]) == 1


def needed(layer: Layer, shape: Shape, window: str) -> tuple[Pair, Pair]:
    """Return the zeros of padding="same" on each side; along an open one, those of stride 1."""

    def along(axis: int) -> Pair:
        size, stride = shape[axis], pair_of(layer, "strides")[axis]
        dilation = pair_of(layer, "dilation_rate")[axis] if layer.get("dilation_rate") else 1
        if size is None:
            size, stride = 1000 * stride, 1
        return same_pads(size, pair_of(layer, window)[axis], stride, dilation)

    return along(0), along(1)


def rebuilt(layers: Mapping[int, Layer] | Sequence[Layer], output: int) -> Network:
    """Return the layers that an output needs, in an order in which each reads earlier ones.

    What they read is given by their keys, or places, in `layers`; they must form no circle.
    """
    place: dict[int, int] = {}
    waiting = [output]
    ordered: list[Layer] = []
    while waiting:
        key = waiting[-1]
        unplaced = [source for source in layers[key].inputs if source not in place]
        if unplaced and key not in place:
            waiting.extend(reversed(unplaced))
            continue
        waiting.pop()
        if key not in place:
            place[key] = len(ordered)
            ordered.append(_reading(layers[key], tuple(place[i] for i in layers[key].inputs)))
    return Network(tuple(ordered), place[output])


def _reading(layer: Layer, inputs: tuple[int, ...]) -> Layer:
    return layer if layer.inputs == inputs else replace(layer, inputs=inputs)


def rewired(network: Network, reads: Mapping[int, tuple[int, ...]], output: int) -> Network:
    """Return a network in which some layers read others; what nobody reads any more is gone."""
    layers = [_reading(one, reads.get(i, one.inputs)) for i, one in enumerate(network.layers)]
    return rebuilt(layers, output)


def behind_each(network: Network, more: Mapping[int, Sequence[Layer]]) -> Network:
    """Return a network with more layers behind some, read in place of them by all readers."""
    layers = dict(enumerate(network.layers))
    ends: dict[int, int] = {}
    for position, several in more.items():
        ends[position] = position
        for layer in several:
            layers[len(layers)] = replace(layer, inputs=(ends[position],))
            ends[position] = len(layers) - 1
    for position, layer in enumerate(network.layers):
        inputs = tuple(ends.get(i, i) for i in layer.inputs)
        layers[position] = _reading(layers[position], inputs)
    return rebuilt(layers, ends.get(network.output, network.output))


def replaced(network: Network, instead: Mapping[int, int]) -> Network:
    """Return a network in which another layer is read wherever one of these was."""

    def now(position: int) -> int:
        while position in instead:
            position = instead[position]
        return position

    reads = {i: tuple(map(now, layer.inputs)) for i, layer in enumerate(network.layers)}
    return rewired(network, reads, now(network.output))


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


def each_and_all(places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield each place alone, and all of them."""
    yield from ((i,) for i in places)
    if len(places) > 1:
        yield tuple(places)


def is_active(layer: Layer) -> bool:
    """Whether a layer bends what it hands on itself."""
    return layer.get("activation", "linear") != "linear"
