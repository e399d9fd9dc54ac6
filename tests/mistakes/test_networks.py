from __future__ import annotations

import pytest

from grader.judge.context import Name
from grader.judge.network_names import name_of_networks
from grader.network import Layer, Network

from .building import conv, dense, given, layer, made, network, pool

ROW, HEAD = layer("Flatten"), dense(3)
RIGHT = network(given(9, 9, 1), conv(4, 3), pool(2), ROW, dense(7, activation="tanh"), HEAD)
OPEN = network(given(None, None, 1), conv(4, 3))


def test_an_activation_twice():
    assert made("activation_twice", RIGHT) == [
        "4@3 > max 2 > row > dense 7 > tanh > dense 3",
        "4@3 > max 2 > row > dense 7 > dense 3 > softmax",
    ]


def between(*more: Layer, at: int) -> Network:
    """The right network with more layers in it."""
    bare = [Layer(one.kind, one.settings) for one in RIGHT.layers]
    return network(*bare[:at], *more, *bare[at:])


HIDDEN = dense(5, activation="relu")


@pytest.mark.parametrize(
    ("found", "name"),
    [
        (between(HIDDEN, at=4), "layer_extra"),
        (between(HIDDEN, dense(6, activation="linear"), at=5), "layer_extra"),
        (between(conv(2, 5), at=3), "layer_extra"),
        # What says more comes first.
        (between(dense(7, activation="tanh"), at=5), "layer_doubled"),
        (between(layer("Activation", function="softmax"), at=6), "activation_twice"),
    ],
)
def test_layers_too_many(found, name):
    assert name_of_networks([(RIGHT, found)]) == Name(name, 2)


def test_layers_too_many_in_all_cases_are_one_mistake():
    """One of them is as large as the one before, the other is not."""
    same = between(dense(7, activation="tanh"), at=5)
    other = between(dense(5, activation="tanh"), at=5)
    assert name_of_networks([(RIGHT, same), (RIGHT, other)]) == Name("layer_extra", 2)


def test_pictures_of_one_size():
    fixed = network(given(28, 28, 1), conv(4, 3))
    assert name_of_networks([(OPEN, fixed)]) == Name("input_fixed", 2)
    coloured = network(given(28, 28, 3), conv(4, 3))
    assert name_of_networks([(OPEN, coloured)]) is None
