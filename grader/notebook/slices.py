"""Which of the statements that were run some functions need, and nothing else.

Plots, trainings and prints stay out. Read from the last statement to the first: a name that is
needed leads to the statement that last gave it a value, and to all that changed that value since.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Sequence

from grader.notebook.statements import Statement

BUILT_IN = frozenset(dir(builtins))


def needed(statements: Sequence[Statement], wanted: Iterable[str]) -> list[Statement]:
    """Return the statements that the wanted names need, in their order."""
    program = _Program(statements)
    at_the_end = set(wanted)
    while True:
        chosen, deferred = program.chosen(at_the_end)
        if deferred <= at_the_end:
            return [statements[place] for place in chosen]
        at_the_end |= deferred


def bound(statements: Sequence[Statement], name: str) -> bool:
    """Whether a name has a value after some statements."""
    last = next((s for s in reversed(statements) if name in s.binds | s.may_bind), None)
    return last is not None and not last.deletes


class _Program:
    """Statements in the order in which they were run."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._statements = statements
        self._binders: dict[str, list[int]] = {}
        for place, one in enumerate(statements):
            for name in one.binds | one.may_bind:
                self._binders.setdefault(name, []).append(place)

    def chosen(self, at_the_end: set[str]) -> tuple[list[int], set[str]]:
        """Return the places of what these names need, and the names that functions among it look up
        whenever they are called: they must be right at the end, too.
        """
        live, deferred, chosen = set(at_the_end), set[str](), []
        for place in reversed(range(len(self._statements))):
            one = self._statements[place]
            if not self._concerns(one, place, live):
                continue
            chosen.append(place)
            live -= one.binds
            behind = self._behind(one.uses, place)
            live |= one.uses | behind
            deferred |= one.later | behind
        return sorted(chosen), deferred

    def _concerns(self, one: Statement, place: int, live: set[str]) -> bool:
        if one.future or (one.binds | one.may_bind | one.changes) & live:
            return True
        if one.star:
            return any(not self._before(name, place) for name in live - BUILT_IN)
        if any(not self._is_module(name, place) for name in one.asks & live):
            return True
        return any(self._call_changes(call, place, live) for call in one.calls)

    def _call_changes(self, call: tuple[str, frozenset[str]], place: int, live: set[str]) -> bool:
        name, given = call
        called = self._before(name, place)
        if any(one.writes & live for one in called):
            return True
        return bool(given & live) and any(one.spoils for one in called)

    def _is_module(self, name: str, place: int) -> bool:
        found = self._before(name, place)
        return bool(found) and all(one.imports for one in found)

    def _behind(self, names: Iterable[str], place: int) -> set[str]:
        """Return what functions look up that may be called by these names at a place."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            for one in self._before(waiting.pop(), place):
                waiting += one.later - found
                found |= one.later
        return found

    def _before(self, name: str, place: int) -> list[Statement]:
        """Return what may have given a name its value at a place."""
        found = []
        for earlier in reversed(self._binders.get(name, [])):
            if earlier >= place:
                continue
            found.append(self._statements[earlier])
            if name in found[-1].binds:
                break
        return found
