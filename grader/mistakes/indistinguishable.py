"""Mistakes that no judge could tell apart, each with the reason.

Where one of them is made, the other may be named, or none: two ways to say the same are no ground
to prefer one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Same:
    """Mistakes that give the same answers."""

    made: frozenset[str]
    told: frozenset[str]
    """What is named instead; empty where nothing is."""
    why: str
    tasks: tuple[str, ...] = ()
    """Where it is so; everywhere where none is given."""


def _same(made: str, told: str, why: str, *tasks: str) -> Same:
    return Same(frozenset(made.split()), frozenset(told.split()), why, tasks)


_RING = "with a stride of 2 no window reaches the ring's zeros at the bottom and on the right"

INDISTINGUISHABLE = (
    _same("pads_one", "", _RING, "7.4"),
    _same("pads_top_left", "", _RING, "7.4"),
)


def told_for(made: Collection[str], told: Collection[str], task: str) -> bool:
    """Whether it is known that one set of mistakes is told as another, or as none, in a task."""
    return any(
        same.made == frozenset(made)
        and same.told == frozenset(told)
        and (not same.tasks or task in same.tasks)
        for same in INDISTINGUISHABLE
    )
