"""Finding the mistake that turns the right network into the one a student built."""

from __future__ import annotations

from collections.abc import Iterable

from grader.judge.naming import Name
from grader.mistakes.networks import NetworkMistake, network_mistakes, numbers_in
from grader.network import Network, NetworkError, Shape, canonical, folded, total, walk

NetworkPair = tuple[Network, Network]
"""The network that is expected and the one that was found."""


def name_of_networks(pairs: Iterable[NetworkPair]) -> Name | None:
    """Return the one mistake that makes every network found out of the one expected.

    Cases that are right do not speak. None where no single mistake does it, or where two do:
    a wrong name is worse than none.
    """
    plain = [(canonical(expected), canonical(found)) for expected, found in pairs]
    wrong = [(expected, found) for expected, found in plain if expected != found]
    fitting = [
        (mistake.id, mistake.hint)
        for mistake in network_mistakes()
        if wrong and all(_reproduces(mistake, *pair) for pair in wrong)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _summary(network: Network) -> tuple[int, Shape]:
    """Return what no change of style alters and is quick to tell: parameters, output shape."""
    facts = walk(network)
    return total(facts)[0], facts[network.output].shape


def _reproduces(mistake: NetworkMistake, expected: Network, found: Network) -> bool:
    """Whether the mistake, made somewhere in a canonical network, gives the other one."""
    candidates = mistake.transform(folded(expected), numbers_in(found))
    wanted = _summary(found)
    while True:
        try:
            candidate = next(candidates)
            if _summary(candidate) == wanted and canonical(candidate) == found:
                return True
        except NetworkError:  # what Keras would refuse cannot be what the student built
            continue
        except StopIteration:
            return False
