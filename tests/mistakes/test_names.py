from __future__ import annotations

import itertools

import pytest

from grader.judge.context import Name
from grader.judge.network_names import name_of_networks

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
