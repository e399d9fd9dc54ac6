"""Finding the parts of a network: ways that meet, chains, blocks that repeat themselves."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from grader.mistakes.graph import readers_of, rebuilt, replaced
from grader.network import Layer, Network

MAX_PERIOD = 8
"""Of how many pieces a block consists at most."""
Atom = tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Meeting:
    """An Add or a Concatenate, and the ways that lead to it."""

    position: int
    fork: int
    """The last layer that all of them come from."""
    ways: tuple[tuple[int, ...], ...]
    """For each input of the merge the layers behind the fork, in their order; none where it reads
    the fork itself."""


def meetings(network: Network, kind: str) -> Iterator[Meeting]:
    """Yield every merge of a kind, with its ways."""
    for position, layer in enumerate(network.layers):
        if layer.kind == kind and len(layer.inputs) > 1:
            back = [_back(network, source) for source in layer.inputs]
            fork = next((one for one in back[0] if all(one in way for way in back)), None)
            if fork is not None:
                ways = tuple(tuple(reversed(way[: way.index(fork)])) for way in back)
                yield Meeting(position, fork, ways)


def _back(network: Network, position: int) -> list[int]:
    """Return a layer and what lies before it, along the first input of each."""
    found = [position]
    while network.layers[found[-1]].inputs:
        found.append(network.layers[found[-1]].inputs[0])
    return found


def neighbours(network: Network, kinds: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield pairs of layers of some kinds with nothing but other kinds of layers between them.

    From the one to the other leads a single way.
    """
    readers = readers_of(network)
    for position, layer in enumerate(network.layers):
        if layer.kind in kinds:
            reading = readers[position]
            while len(reading) == 1 and network.layers[reading[0]].kind not in kinds:
                reading = readers[reading[0]]
            if len(reading) == 1 and len(network.layers[reading[0]].inputs) == 1:
                yield position, reading[0]


@dataclass(frozen=True)
class Rounds:
    """A block that stands several times in a row, as a loop builds it."""

    start: int
    """The position of its first layer."""
    layers: int
    """How many layers one round has."""
    pieces: int
    """How many pieces: a layer, or a part between two places through which all goes."""
    count: int

    @property
    def end(self) -> int:
        """The position of the last layer of the last round."""
        return self.start + self.layers * self.count - 1


def repeated(network: Network) -> list[Rounds]:
    """Return every block that stands at least twice in a row, none of them in two pieces."""
    cuts = _cuts(network)
    atoms = [_atom(network, a + 1, b) for a, b in itertools.pairwise(cuts)]
    found = []
    for pieces in range(1, MAX_PERIOD + 1):
        first = 0
        while first + 2 * pieces <= len(atoms):
            count = _count(atoms, first, pieces)
            if count > 1 and _primitive(atoms[first : first + pieces]):
                layers = cuts[first + pieces] - cuts[first]
                found.append(Rounds(cuts[first] + 1, layers, pieces, count))
            first += count * pieces if count > 1 else 1
    return found


def _cuts(network: Network) -> list[int]:
    """Return the positions of the layers through which everything goes."""
    least, cuts = len(network.layers), []
    for position in range(len(network.layers) - 1, -1, -1):
        if least >= position:
            cuts.append(position)
        least = min((least, *network.layers[position].inputs))
    return cuts[::-1]


def _atom(network: Network, start: int, end: int) -> Atom:
    return tuple(
        (layer.kind, layer.settings, tuple(i - start for i in layer.inputs))
        for layer in network.layers[start : end + 1]
    )


def _count(atoms: list[Atom], first: int, pieces: int) -> int:
    unit, count = atoms[first : first + pieces], 1
    while atoms[first + count * pieces : first + (count + 1) * pieces] == unit:
        count += 1
    return count


def _primitive(unit: list[Atom]) -> bool:
    return not any(
        len(unit) % size == 0 and unit == unit[:size] * (len(unit) // size)
        for size in range(1, len(unit))
    )


def with_rounds(network: Network, rounds: Rounds, count: int) -> Network:
    """Return a network in which a block stands another number of times."""
    if count < rounds.count:
        return replaced(network, {rounds.end: rounds.start + rounds.layers * count - 1})
    layers: dict[int, Layer] = dict(enumerate(network.layers))
    last, entry = rounds.end - rounds.layers + 1, rounds.end
    for number in range(count - rounds.count):
        shift = len(network.layers) + number * rounds.layers - last
        for position in range(last, rounds.end + 1):
            layer = network.layers[position]
            inputs = tuple(i + shift if i >= last else entry for i in layer.inputs)
            layers[position + shift] = Layer(layer.kind, layer.settings, inputs)
        entry = rounds.end + shift
    for position in range(rounds.end + 1, len(network.layers)):
        layer = network.layers[position]
        inputs = tuple(entry if i == rounds.end else i for i in layer.inputs)
        layers[position] = Layer(layer.kind, layer.settings, inputs)
    return rebuilt(layers, entry if network.output == rounds.end else network.output)
