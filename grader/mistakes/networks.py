"""Mistakes of networks: transformations of the right network into a particular wrong one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.network.model import Network

Transform = Callable[[Network], Iterator[tuple[int, Network]]]


@dataclass(frozen=True)
class NetworkMistake:
    """A way to build a network wrongly."""

    id: str
    """Names it in reports, and its sentence in the catalogues as `mistake.<id>`."""
    transform: Transform
    """Yields, for each place where the mistake applies, the position of the layer in the given
    network and the network with the mistake made there. Works on networks as read (not canonical)."""
    number: int | None
    """Its number in section 4 of the curriculum, where it stands there."""
    hint: int


_MISTAKES: list[NetworkMistake] = []


def network_mistake(
    id: str, *, number: int | None = None, hint: int = 2
) -> Callable[[Transform], Transform]:
    """Enter the decorated transformation as the mistake `id`, made in any network."""

    def enter(transform: Transform) -> Transform:
        _MISTAKES.append(NetworkMistake(id, transform, number, hint))
        return transform

    return enter


def network_mistakes() -> tuple[NetworkMistake, ...]:
    """Return every mistake of networks, the simpler ones first."""
    return tuple(_MISTAKES)
