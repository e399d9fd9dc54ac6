from __future__ import annotations

import pytest

from grader.messages import Messages
from grader.network import canonical, first_departure, folded, read_network
from grader.pictures.picture import Ink
from grader.pictures.volumes import MOST, chosen, columns_of, compared, draw
from tests.judge.building import conv, layer, model

EN = Ink(Messages("en"))
SHAPE = (9, 7, 1)
HEAD = (layer("Flatten"), layer("Dense", units=3, activation="softmax"))


def network(*layers, shape=SHAPE):
    return read_network(model(*layers, *HEAD, shape=shape))


def columns(expected, found):
    departure = first_departure(expected, found)
    assert departure is not None
    return compared(departure, departure.rows[departure.row])


def texts(columns, ink=EN):
    figure = draw(columns, "head", ink)
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_one_network():
    found = texts(columns_of(folded(canonical(network(conv(2, activation="relu"))))))
    assert found == [
        "yours",
        "Input\n(9, 7, 1)",
        "1 Conv2D(2, 3,\nactivation='relu')\n(7, 5, 2)\n20 parameters",
        "2 Flatten()\n(70,)",
        "3 Dense(3,\nactivation='softmax')\n(3,)\n213 parameters",
        "Height and width to scale; channels and units by their square root.",
    ]


def test_two_networks_and_where_they_part():
    found = columns(network(conv(2, padding="same")), network(conv(2)))
    assert [column.departs for column in found] == [False, True, False, False]
    told = texts(found)
    assert [told.count(one) for one in ("yours", "right", "✗ departs first")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("expected", "found", "word"),
    [
        ((conv(2), layer("MaxPooling2D")), (conv(2),), "(missing)"),
        ((conv(2),), (conv(2), layer("MaxPooling2D")), "(none)"),
    ],
)
def test_a_layer_that_only_one_has(expected, found, word):
    told = texts(columns(network(*expected), network(*found)))
    assert [told.count(one) for one in ("(missing)", "(none)")] == [
        word == "(missing)",
        word == "(none)",
    ]


def test_of_many_layers_those_around_the_departure_are_drawn():
    same = [conv(2, padding="same") for _ in range(60)]
    other = [*same[:40], conv(3, padding="same"), *same[41:]]
    shown, hidden = chosen(columns(network(*same), network(*other)))
    assert (len(shown), hidden) == (MOST, 63 - MOST)
    assert [column.departs for column in shown].index(True) == MOST // 2


def test_of_many_layers_those_that_do_something_are_drawn():
    norms = [layer("BatchNormalization") for _ in range(40)]
    shown, hidden = chosen(columns_of(network(conv(2), *norms)))
    assert [column.yours.layer.kind for column in shown if column.yours] == [
        "Input",
        "Conv2D",
        "Flatten",
        "Dense",
    ]
    assert hidden == 40


def test_sizes_that_are_open_are_drawn():
    found = read_network(model(conv(2), shape=(None, None, 1)))
    assert "Input\n(None, None, 1)" in texts(columns_of(found))
