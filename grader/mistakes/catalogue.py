"""How a mistake is written down, and how those of one function are found."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

FAMILIES = (
    "pictures",
    "filters",
    "sizes",
    "counts",
    "convolution",
    "padding",
    "pooling",
    "lenet",
    "alexnet",
    "vgg",
    "inception",
    "residual",
    "one_by_one",
    "predictions",
)
"""The modules of this package that hold mistaken functions."""


@dataclass(frozen=True)
class Mistake:
    """A way to be wrong: what somebody who makes it answers in place of the right function."""

    id: str
    """Names it in reports, and its sentence in the catalogues as `mistake.<id>`."""
    function: Callable[..., Any]
    """Takes the stub's arguments by name. A mistake about some arguments only answers rightly
    on the others. For a stub that returns a dict: the wrong entries only."""
    number: int | None
    """Its number in section 4 of the curriculum, where it stands there."""
    hint: int
    """The level of hint that fits it: 1, 2 or 3."""


_MISTAKES: dict[str, list[Mistake]] = {}


def mistaken(
    stub: str, id: str, *, number: int | None = None, hint: int = 2
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enter the decorated function as the mistake `id` that is made in the function `stub`.

    One `id` may be entered for several stubs: it is then the same misunderstanding.
    """

    def enter(function: Callable[..., Any]) -> Callable[..., Any]:
        entries = _MISTAKES.setdefault(stub, [])
        if any(entry.id == id for entry in entries):
            raise ValueError(f"the mistake {id!r} of {stub!r} is entered twice")
        entries.append(Mistake(id, function, number, hint))
        return function

    return enter


@cache
def _load() -> None:
    for family in FAMILIES:
        importlib.import_module(f"grader.mistakes.{family}")


def mistakes_of(stub: str) -> tuple[Mistake, ...]:
    """Return the mistakes entered for one stub, in the order of the catalogue."""
    _load()
    return tuple(_MISTAKES.get(stub, ()))


def all_mistakes() -> dict[str, tuple[Mistake, ...]]:
    """Return every mistaken function by stub."""
    _load()
    return {stub: tuple(entries) for stub, entries in _MISTAKES.items()}
