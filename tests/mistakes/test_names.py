from __future__ import annotations

import itertools

import pytest

from grader.judge import network_names
from grader.judge.context import Name
from grader.judge.network_names import name_of_networks
from grader.network import walk

from .building import conv, dense, given, layer, network, norm, pool

FIRST, REST = given(12, 12, 3), (layer("Flatten"), dense(3))


def convs(*settings: dict[str, object]) -> tuple[object, ...]:
    return tuple(conv(4, 3, **each) for each in settings)


RIGHT = network(FIRST, *convs({}, {}, {}, {}), pool(2), norm(momentum=0.9), *REST)
BARE, FLAT = {"use_bias": False}, {"activation": "linear"}


@pytest.mark.parametrize(
    ("layers", "name"),
    [
        (convs(BARE, {}, BARE, BARE), Name("drops_bias", 2)),
        (convs({}, FLAT, FLAT, {}), Name("activation_missing", 2)),
        (convs(BARE, {}, {}, FLAT), Name("drops_bias", 2, "activation_missing")),
        (convs(BARE, BARE, FLAT, FLAT), None),
    ],
)
def test_one_mistake_at_several_places_is_one(layers, name):
    found = network(FIRST, *layers, pool(2), norm(momentum=0.9), *REST)
    assert name_of_networks([(RIGHT, found)]) == name


def test_momentum_is_named_where_nothing_else_is_wrong():
    found = network(FIRST, *convs({}, {}, {}, {}), pool(2), norm(), *REST)
    assert name_of_networks([(RIGHT, found)]) == Name("stale_averages", 2)


def test_momentum_is_not_named_beside_another_mistake():
    found = network(FIRST, *convs({}, {}, {}, BARE), pool(2), norm(), *REST)
    assert name_of_networks([(RIGHT, found)]) == Name("drops_bias", 2)


def test_batch_normalisation_behind_all_but_one_is_one_mistake():
    def three(*norms: object) -> object:
        conv_and_pool = [[conv(4, 3), pool(2), *each] for each in norms]
        return network(FIRST, *itertools.chain(*conv_and_pool), *REST)

    found = three([norm()], [norm()], [])
    assert name_of_networks([(three([], [], []), found)]) == Name("batchnorm_extra", 2)


def test_another_network_altogether_keeps_nobody_busy(monkeypatch):
    """A chain of a hundred layers with a hundred numbers of filters: no pair is looked for."""
    looked = []
    monkeypatch.setattr(network_names, "first_departure", lambda *pair: looked.append(pair))
    tried = []
    monkeypatch.setattr(network_names, "walk", lambda *a, **b: tried.append(a) or walk(*a, **b))
    found = network(FIRST, *(conv(n, 1, padding="same") for n in range(1, 101)), *REST)
    assert name_of_networks([(RIGHT, found)]) is None
    assert len(looked) <= 40  # once for each mistake of settings at most, never for a pair
    assert len(tried) < 1000


def test_numbers_of_another_network_are_tried_in_no_place():
    few = network(FIRST, *(conv(n, 3, padding="same") for n in range(5, 9)), *REST)
    many = network(FIRST, *(conv(n, 3, padding="same") for n in range(5, 35)), *REST)
    assert network_names._numbers(RIGHT, few) == {3, 5, 6, 7, 8}
    assert network_names._numbers(RIGHT, many) == {3}
