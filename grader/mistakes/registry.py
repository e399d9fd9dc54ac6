"""How a mistake of networks is written down, and how all of them are found.

A mistake is a transformation of the right network, canonical and with activations folded in
(`grader.network.folded`), into each of the wrong ones that it leads to. One that changes settings
of layers is made at one place at a time and, where there are several, at all of them at once; the
judge may ask for it at other places, too (`made_at`). One that can be made in too many ways to try
them all is taken back instead (`mend`).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache

from grader.mistakes.graph import changed
from grader.network import Layer, Network

FAMILIES = ("networks", "layers", "wiring")
"""The modules of this package that hold mistakes of networks."""

Change = Callable[[Layer], "Layer | None"]
"""Returns a layer with the mistake in it, or `None` where it cannot be made."""
Transform = Callable[[Network, Collection[int]], Iterator[Network]]
Changes = Callable[[Network, Collection[int]], Iterator[Change]]
Mend = Callable[[Network, Network], "Network | None"]
"""Returns what is left of a network without the mistake, as far as it has it, beside the right one;
both are canonical."""
MAX_NUMBERS = 100


@dataclass(frozen=True)
class NetworkMistake:
    """A way to build a network wrongly."""

    id: str
    """Names it in reports, and its sentence in the catalogues as `mistake.<id>`."""
    transform: Transform
    """Yields the wrong networks that a right one may become. The numbers are those that stand in
    the student's network: a wrong number of filters can be any of them."""
    number: int | None
    """Its number in section 4 of the curriculum, where it stands there."""
    hint: int
    """The level of hint that fits it."""
    changes: Changes | None = None
    """What it does to single layers, where it does no more than that."""
    mend: Mend | None = None
    """What takes it back, for one that `transform` cannot make. It is a general one: where another
    mistake explains the same, that one says more."""

    def made_at(
        self, network: Network, numbers: Collection[int], places: Collection[int]
    ) -> Iterator[Network]:
        """Yield what it makes of a network at exactly these places, where it can be made there."""
        for change in self.changes(network, numbers) if self.changes else ():
            wrong = {i: change(network.layers[i]) for i in places}
            found = {i: layer for i, layer in wrong.items() if layer is not None}
            if len(found) == len(wrong):
                yield changed(network, found)


_MISTAKES: list[NetworkMistake] = []


@cache
def _load() -> None:
    for family in FAMILIES:
        importlib.import_module(f"grader.mistakes.{family}")


def network_mistakes() -> tuple[NetworkMistake, ...]:
    """Return every mistake of networks, the simpler ones first."""
    _load()
    return tuple(_MISTAKES)


def numbers_in(network: Network) -> frozenset[int]:
    """Return the filters, units and kernel sides in a network, at most MAX_NUMBERS of them."""
    found: set[int] = set()
    for layer in network.layers:
        for setting in ("filters", "units", "kernel_size"):
            value = layer.get(setting)
            values = value if isinstance(value, tuple) else (value,)
            found.update(v for v in values if type(v) is int)
    return frozenset(sorted(found)[:MAX_NUMBERS])


def mistake(id: str, number: int | None = None, hint: int = 2) -> Callable[[Transform], Transform]:
    """Enter a mistake that is any transformation."""

    def enter(transform: Transform) -> Transform:
        _MISTAKES.append(NetworkMistake(id, transform, number, hint))
        return transform

    return enter


def changing(id: str, number: int | None = None, hint: int = 2) -> Callable[[Changes], Changes]:
    """Enter a mistake that changes the settings of single layers, in one of several ways."""

    def enter(changes: Changes) -> Changes:
        def transform(network: Network, numbers: Collection[int]) -> Iterator[Network]:
            for change in changes(network, numbers):
                yield from everywhere(network, change)

        _MISTAKES.append(NetworkMistake(id, transform, number, hint, changes))
        return changes

    return enter


def change(id: str, number: int | None = None, hint: int = 2) -> Callable[[Change], Change]:
    """Enter a mistake that changes the settings of single layers, in one way."""

    def enter(change: Change) -> Change:
        def changes(network: Network, numbers: Collection[int]) -> Iterator[Change]:
            yield change

        changing(id, number, hint)(changes)
        return change

    return enter


def mended(id: str, number: int | None = None, hint: int = 2) -> Callable[[Mend], Mend]:
    """Enter a mistake by what takes it back."""

    def enter(mend: Mend) -> Mend:
        def transform(network: Network, numbers: Collection[int]) -> Iterator[Network]:
            return iter(())

        _MISTAKES.append(NetworkMistake(id, transform, number, hint, mend=mend))
        return mend

    return enter


def everywhere(network: Network, change: Change) -> Iterator[Network]:
    """Yield a network with one layer changed, for each that can be, and with all of them."""
    found = {i: change(layer) for i, layer in enumerate(network.layers)}
    wrong = {i: layer for i, layer in found.items() if layer is not None}
    for i, layer in wrong.items():
        yield changed(network, {i: layer})
    if len(wrong) > 1:
        yield changed(network, wrong)
