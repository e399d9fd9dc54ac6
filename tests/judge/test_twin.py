"""A network and its twin, which has a Flatten where the other has a global pooling."""

from __future__ import annotations

import pytest

from grader.judge.design import judge_design
from grader.judge.twin import difference
from grader.network import describe, read_network
from grader.report.model import Finding
from grader.spec import Design

from .building import answer, asked, built, context, conv, layer, model, pool

MAXIMUM, FLAT = layer("GlobalMaxPooling2D"), layer("Flatten")
RELU = {"activation": "relu"}
SOFTMAX = layer("Dense", units=3, activation="softmax")


def dense(units=3, **settings):
    return layer("Dense", units=units, **settings)


def departs(network, twin):
    found = difference(read_network(network), read_network(twin))
    return found and tuple(each and describe(each) for each in found)


@pytest.mark.parametrize(
    ("network", "twin"),
    [
        (model(conv(**RELU), MAXIMUM, SOFTMAX), model(conv(**RELU), FLAT, SOFTMAX)),
        (
            model(conv(), pool(), MAXIMUM, dense(5, **RELU), layer("Dropout", rate=0.2), SOFTMAX),
            model(conv(), pool(), FLAT, dense(5), layer("ReLU"), SOFTMAX),
        ),
        (
            model(conv(), layer("GlobalAveragePooling2D", keepdims=True), conv(3, 1), FLAT),
            model(conv(), FLAT, dense(3)),
        ),
        (
            model(conv(), layer("ReLU"), MAXIMUM, layer("BatchNormalization"), SOFTMAX),
            model(conv(), layer("ReLU"), FLAT, layer("BatchNormalization"), SOFTMAX),
        ),
        # The maps are the scores: their twin needs a Dense besides, or in their place.
        (
            model(conv(), conv(3, 1), MAXIMUM, layer("Softmax")),
            model(conv(), conv(3, 1), FLAT, dense(3), layer("Softmax")),
        ),
        (
            model(conv(), conv(3, 1), MAXIMUM, layer("Softmax")),
            model(conv(), FLAT, dense(3), layer("Softmax")),
        ),
    ],
)
def test_twins(network, twin):
    assert departs(network, twin) is None


BOTH = model(conv(4, **RELU), pool(), conv(5, 2), MAXIMUM, SOFTMAX)


@pytest.mark.parametrize(
    ("twin", "expected", "found"),
    [
        (
            model(conv(6, **RELU), pool(), conv(5, 2), FLAT, SOFTMAX),
            "Conv2D(4, 3, activation='relu')",
            "Conv2D(6, 3, activation='relu')",
        ),
        (
            model(FLAT, dense(64, **RELU), SOFTMAX),
            "Conv2D(4, 3, activation='relu')",
            "Dense(64, activation='relu')",
        ),
        (model(conv(4, **RELU), conv(5, 2), FLAT, SOFTMAX), "MaxPooling2D(2)", None),
        (
            model(conv(4, **RELU), pool(), conv(5, 2), FLAT, dense(9), SOFTMAX),
            None,
            "Dense(9)",
        ),
    ],
)
def test_other_layers(twin, expected, found):
    assert departs(BOTH, twin) == (expected, found)


CHECK = Design(1, "flat", contains=("no_global_pooling",), twin_of="global")


def judged(network, twin):
    return judge_design(
        context(
            CHECK,
            asked(answer(BOTH), network, "global", k=0),
            asked(answer(BOTH), built(twin), "flat", k=1),
        )
    )


def test_the_finding_names_both_calls_and_the_line():
    twin = model(conv(4, **RELU), pool(), conv(7, 2), FLAT, SOFTMAX)
    data = {"other": "f(k=0)", "expected": "Conv2D(5, 2)", "found": "Conv2D(7, 2)"}
    expected = Finding("design", "fail", "design.twin", 0.0, 1, data, line=13, group="flat")
    assert judged(built(BOTH), twin) == expected


@pytest.mark.parametrize(
    ("twin", "code"),
    [
        (model(conv(4, **RELU), conv(5, 2), FLAT, SOFTMAX), "design.twin_less"),
        (model(conv(4, **RELU), pool(), conv(5, 2), FLAT, dense(9), SOFTMAX), "design.twin_more"),
        (model(conv(4, **RELU), pool(), conv(5, 2), FLAT, SOFTMAX), "pass"),
    ],
)
def test_what_is_said_of_a_twin(twin, code):
    assert judged(built(BOTH), twin).code == code


@pytest.mark.parametrize("other", [None, built([])])
def test_a_network_that_cannot_be_read_has_no_twin(other):
    assert judged(other, model(FLAT, SOFTMAX)).status == "pass"
