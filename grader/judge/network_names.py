"""Finding the mistake, or the two, that turn the right network into the one a student built."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from grader.judge.context import Name
from grader.mistakes.networks import NetworkMistake, network_mistakes, numbers_in
from grader.network import (
    Departure,
    Facts,
    Layer,
    Network,
    NetworkError,
    Shape,
    canonical,
    first_departure,
    folded,
    rewalk,
    total,
    walk,
)

NetworkPair = tuple[Network, Network]
"""The network that is expected and the one that was found."""
Explanation = tuple[NetworkMistake, ...]
"""One mistake, or two in the order in which they show."""
MAX_STEPS = 12
"""Of the networks one mistake away from the right one, how many are searched for a second: more
than these say that nothing is certain."""


LARGE = 40
"""Networks of more layers than this are large."""
LONGER = 3
"""How many times as many layers as expected a network may have to be searched for two mistakes."""
NEW_NUMBERS = 12
"""A network with more numbers that the expected one has not was not made of it by mistake."""
OTHER_KIND = 100
"""A layer of another kind, or none, differs more than one with any number of other settings."""


def name_of_networks(pairs: Iterable[NetworkPair]) -> Name | None:
    """Return the mistakes that make every network found out of the one expected.

    One where one is enough for all cases, else two: both in one network, or each in another case.
    Cases that are right do not speak. None where no two mistakes do it, or where several ones do:
    a wrong name is worse than none. What acts in training only is looked at where nothing else is
    wrong.
    """
    known: dict[frozenset[str], Explanation] = {frozenset(): ()}
    for expected, found in _that_differ(tuple(pairs)):
        if known:
            known = _explaining_too(known, expected, found)
    fewest = min(map(len, known), default=0)
    fitting = [explanation for ids, explanation in known.items() if len(ids) == fewest]
    fitting = [one for one in fitting if not any(m.mend for m in one)] or fitting
    if len(fitting) != 1 or not fitting[0]:
        return None
    first, *second = fitting[0]
    return Name(first.id, first.hint, second[0].id if second else None)


def _that_differ(pairs: Sequence[NetworkPair]) -> list[NetworkPair]:
    """Return the canonical networks of the cases that are wrong."""
    for momentum in (False, True):
        plain = [
            (canonical(a, keep_momentum=momentum), canonical(b, keep_momentum=momentum))
            for a, b in pairs
        ]
        different = [(expected, found) for expected, found in plain if expected != found]
        if different:
            return different
    return []


def _explaining_too(
    known: dict[frozenset[str], Explanation], expected: Network, found: Network
) -> dict[frozenset[str], Explanation]:
    """Return those explanations that hold for one more case, else the least additions that do."""
    holding = {ids: e for ids, e in known.items() if _explains(e, expected, found)}
    if holding:
        return holding
    extended: dict[frozenset[str], Explanation] = {}
    for more in explanations(expected, found):
        for earlier in known.values():
            both = {mistake.id: mistake for mistake in (*earlier, *more)}
            if len(both) <= 2:
                extended.setdefault(frozenset(both), tuple(both.values()))
    return extended


def _explains(explanation: Explanation, expected: Network, found: Network) -> bool:
    search = _Search(expected, found)
    for near in search.ranges:
        if any(search.reproduced_anywhere_by(mistake, near=near) for mistake in explanation):
            return True
    return len(explanation) == 2 and any(search.pairs(explanation))


def explanations(expected: Network, found: Network) -> list[Explanation]:
    """Return every single mistake that turns one canonical network into the other, else every two.

    Nothing where one mistake leads to too many places from which to look for a second.
    """
    search, mistakes = _Search(expected, found), network_mistakes()
    for near in search.ranges:
        alone = [(m,) for m in mistakes if search.reproduced_anywhere_by(m, near=near)]
        if alone:
            return [*alone]
    return list(search.pairs(mistakes))


class _Search:
    """The ways from one canonical network to another."""

    def __init__(self, expected: Network, found: Network) -> None:
        self._expected = expected
        self._found = found
        self._base = folded(expected)
        self._numbers = _numbers(expected, found)
        self._canonical = functools.partial(canonical, keep_momentum=_has_momentum(found))

    @cached_property
    def ranges(self) -> tuple[bool, ...]:
        """Where a mistake is looked for: near the place where the networks part, then everywhere.

        Chains part nowhere else. In networks with branches another order may hide the place; in
        large ones it would take too long to look for it.
        """
        chains = _is_chain(self._base) and _is_chain(folded(self._found))
        return (True,) if chains or len(self._base.layers) > LARGE else (True, False)

    def reproduced_by(self, mistake: NetworkMistake, *, near: bool) -> bool:
        """Whether a mistake, made somewhere in the one network, gives the other."""
        return self._mended_by(mistake) or any(
            self._is_found(candidate)
            for candidate in self._made(mistake)
            if not near or _near(self._base, candidate, self._place)
        )

    def _mended_by(self, mistake: NetworkMistake) -> bool:
        """Whether the one network is what is left when a mistake is taken out of the other."""
        if mistake.mend is None:
            return False
        try:
            left = mistake.mend(self._expected, self._found)
            return left is not None and self._canonical(left) == self._expected
        except NetworkError:
            return False

    def reproduced_anywhere_by(self, mistake: NetworkMistake, *, near: bool) -> bool:
        """Whether a mistake, made as usual or in exactly the layers that differ, gives it."""
        if self.reproduced_by(mistake, near=near):
            return True
        places = self._places if mistake.changes else ()
        if len(places) < 2:
            return False
        candidates = mistake.made_at(self._base, self._numbers, places)
        return any(self._is_found(candidate) for candidate in candidates)

    def _is_found(self, candidate: Network) -> bool:
        try:
            alike = self._sums(candidate) == self._wanted
            return alike and self._canonical(candidate) == self._found
        except NetworkError:
            return False

    def pairs(self, mistakes: Sequence[NetworkMistake]) -> Iterator[Explanation]:
        """Yield two mistakes: the first mends where the networks part, the second the rest."""
        if len(self._found.layers) > LONGER * len(self._expected.layers):
            return  # another network altogether, perhaps made to keep the judge busy
        steps = self._steps(mistakes)
        if len(steps) > MAX_STEPS:
            return
        for step, firsts in steps.items():
            rest = _Search(step, self._found)
            for second in mistakes:
                if rest.reproduced_by(second, near=rest.ranges[-1]):
                    for first in firsts:
                        yield (first,) if first.id == second.id else (first, second)

    def _steps(self, mistakes: Iterable[NetworkMistake]) -> dict[Network, list[NetworkMistake]]:
        """Return the networks one mistake away that agree more with the one found."""
        least = _agreement(first_departure(self._expected, self._found))
        steps: dict[Network, list[NetworkMistake]] = {}
        for mistake in mistakes:
            for candidate in self._made(mistake):
                step = self._step(candidate) if _near(self._base, candidate, self._place) else None
                if step is None or step == self._expected:
                    continue
                if step in steps or _agreement(first_departure(step, self._found)) > least:
                    known = steps.setdefault(step, [])
                    if mistake not in known:
                        known.append(mistake)
        return steps

    def _step(self, candidate: Network) -> Network | None:
        try:
            return self._canonical(candidate)
        except NetworkError:
            return None

    @cached_property
    def _places(self) -> frozenset[int]:
        """The layers of the right network that the other one has not, or has otherwise."""
        departure = first_departure(self._expected, self._found)
        rows = departure.rows if departure else ()
        return frozenset(
            row.expected_index for row in rows if not row.same and row.expected_index is not None
        )

    @cached_property
    def _wanted(self) -> tuple[int, Shape]:
        return _summary(self._found)

    @cached_property
    def _facts(self) -> tuple[Facts, ...]:
        return walk(self._base)

    def _sums(self, candidate: Network) -> tuple[int, Shape]:
        """Return the summary of a candidate, whose first layers are those of the base."""
        pairs = zip(self._base.layers, candidate.layers)
        places = [place for place, (mine, theirs) in enumerate(pairs) if mine is not theirs]
        same = places[0] if places else len(self._base.layers)
        alike = len(candidate.layers) == len(self._base.layers)
        facts = rewalk(candidate, self._facts, places) if alike else None
        if facts is None:  # what comes later has another shape, too
            facts = walk(candidate, known=self._facts[:same])
        return total(facts)[0], facts[candidate.output].shape

    @cached_property
    def _place(self) -> int:
        return _parting(self._base, folded(self._found))

    def _made(self, mistake: NetworkMistake) -> Iterator[Network]:
        """Yield what a mistake makes of the expected network, without what cannot be."""
        candidates = mistake.transform(self._base, self._numbers)
        while True:
            try:
                yield next(candidates)
            except NetworkError:  # what Keras would refuse cannot be what the student built
                continue
            except StopIteration:
                return


def _numbers(expected: Network, found: Network) -> frozenset[int]:
    """Return the numbers that may stand in a wrong place; two mistakes bring few new ones."""
    own, all_found = numbers_in(expected), numbers_in(found)
    return all_found if len(all_found - own) <= NEW_NUMBERS else all_found & own


def _agreement(departure: Departure | None) -> tuple[float, int]:
    """Return for how long two networks agree, and how little the first other layer differs."""
    if departure is None:
        return math.inf, 0
    if departure.kind == "settings":
        return departure.row, -len(departure.differences)
    return departure.row, -OTHER_KIND


def _is_chain(network: Network) -> bool:
    return all(layer.inputs == (i - 1,) for i, layer in enumerate(network.layers) if i)


def _parting(one: Network, other: Network) -> int:
    """Return the first place at which two networks have different layers."""
    for place, (mine, theirs) in enumerate(zip(one.layers, other.layers)):
        if mine is not theirs and (
            (mine.kind, mine.inputs) != (theirs.kind, theirs.inputs) or _told(mine) != _told(theirs)
        ):
            return place
    return min(len(one.layers), len(other.layers))


def _told(layer: Layer) -> tuple[tuple[str, Any], ...]:
    """Return the settings; not to bend what comes out is the same as to say nothing of it."""
    return tuple(pair for pair in layer.settings if pair != ("activation", "linear"))


def _near(base: Network, candidate: Network, place: int) -> bool:
    """Whether a wrong network parts from the right one at a place, or beside it."""
    return abs(_parting(base, candidate) - place) <= 1


def _has_momentum(network: Network) -> bool:
    return any(layer.get("momentum") is not None for layer in network.layers)


def _summary(network: Network) -> tuple[int, Shape]:
    """Return what no change of style alters and is quick to tell: parameters, output shape."""
    facts = walk(network)
    return total(facts)[0], facts[network.output].shape
