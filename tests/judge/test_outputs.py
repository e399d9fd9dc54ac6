from __future__ import annotations

from typing import Any

import numpy as np

from grader.judge.outputs import judge_outputs
from grader.report.model import Finding
from grader.spec import Outputs

from .building import answer, asked, built, context, conv, entered, layer, model, pool

OPEN = (None, None, 1)
ONE = model(conv(1, 1, use_bias=False), shape=OPEN)
PICTURE = np.arange(4, dtype=np.float32).reshape(1, 2, 2, 1)


def kernel(value: float) -> dict[str, Any]:
    return {"layer_1": [np.full((1, 1, 1, 1), value, np.float32)]}


def outputs(found, weights, expected=ONE, **settings):
    check = Outputs(3, inputs=(PICTURE,), **settings)
    return judge_outputs(
        context(check, asked(answer(expected, kernel(2)), built(found, weights), k=1))
    )


def told(finding: Finding) -> dict[str, Any]:
    data = {key: value for key, value in finding.data.items() if key != "call"}
    return {"code": finding.code, "line": finding.line, **data}


def test_outputs_are_compared_whatever_the_design():
    assert outputs(ONE, kernel(2)) == Finding("outputs", "pass", "pass", 3, 3)
    two_layers = model(conv(1, 1, use_bias=False), layer("ReLU"), shape=OPEN)
    doubled = {"layer_1": [np.full((1, 1, 1, 1), 2.0)]}
    assert outputs(two_layers, doubled, two_layers).status == "pass"


def test_other_weights():
    assert outputs(ONE, kernel(3)) == Finding(
        "outputs",
        "fail",
        "outputs.mismatch",
        0.0,
        3,
        {
            "call": "f(k=1)",
            "input": "(1, 2, 2, 1)",
            "cells": 3,
            "all_cells": 4,
            "cell": "(0, 0, 1, 0)",
            "expected": "2",
            "found": "3",
        },
    )


def test_a_convolution_may_be_asked_for():
    assert outputs(ONE, kernel(2), convolution=True).status == "pass"
    averaged = outputs(model(pool(), shape=OPEN), {}, convolution=True)
    assert averaged == Finding("outputs", "fail", "outputs.no_convolution", 0.0, 3)


def test_fresh_inputs_are_asked_besides():
    """On the declared picture, which is nowhere negative, a ReLU changes nothing."""
    finding = outputs(model(conv(1, 1, use_bias=False, activation="relu"), shape=OPEN), kernel(2))
    assert (finding.code, finding.data["input"]) == ("outputs.mismatch", "(1, 2, 2, 1)")


def test_another_output_shape():
    finding = outputs(model(conv(1, 1, use_bias=False), pool(), shape=OPEN), kernel(2))
    assert told(finding) == {
        "code": "outputs.shape",
        "line": None,
        "input": "(1, 2, 2, 1)",
        "expected": "(1, 2, 2, 1)",
        "found": "(1, 1, 1, 1)",
    }


def test_nan_weights_never_pass():
    assert outputs(ONE, kernel(float("nan"))).code == "outputs.mismatch"


def test_weights_that_did_not_come():
    finding = outputs(model(conv(9000, 11), shape=OPEN), None)
    assert told(finding) == {"code": "outputs.too_large", "line": None, "parameters": "1,098,000"}


def test_more_work_than_is_worth_a_look():
    """A few parameters on a picture that was made huge."""
    large = model(layer("UpSampling2D", size=[3000, 3000]), conv(1, 5, use_bias=False), shape=OPEN)
    assert told(outputs(large, {"layer_2": [np.ones((5, 5, 1, 1))]})) == {
        "code": "outputs.too_much",
        "line": None,
        "work": "1,833,600,804",
        "most": "100,000,000",
    }


def test_weights_of_another_shape():
    finding = outputs(ONE, {"layer_1": [np.ones((2, 2, 1, 1))]})
    assert told(finding) == {
        "code": "network.weights_shape",
        "line": 11,
        "layer": "Conv2D",
        "name": "layer_1",
        "expected": "((1, 1, 1, 1),)",
        "found": "((2, 2, 1, 1),)",
    }


def test_a_mistake_in_the_kernels_or_in_what_is_computed():
    def kernel_of_three(k):
        return np.full((1, 1, 1, 1), 3.0 * k)

    def adds_one(k, x):
        return 2 * k * x + 1

    with entered(kernel_of_three=kernel_of_three, adds_one=adds_one):
        assert outputs(ONE, kernel(3)).mistake == "kernel_of_three"
        assert outputs(ONE, kernel(4)).mistake is None
        with_bias = model(conv(1, 1), shape=OPEN)
        weights = {"layer_1": [*kernel(2)["layer_1"], np.ones(1)]}
        assert outputs(with_bias, weights).mistake == "adds_one"
