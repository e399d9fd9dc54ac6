from __future__ import annotations

import numpy as np
import pytest

from grader.judge.show import show, show_call, show_type
from grader.run.worker.frames import BuiltModel, Opaque, Tensor
from grader.spec import GivenModel

CONV = ("Conv2D", {"filters": 1, "kernel_size": 1})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (13, "13"),
        (2.50000000001, "2.5"),
        (0.1 + 0.2, "0.3"),
        (1234567.0, "1234567.0"),
        ("same", "'same'"),
        (None, "None"),
        ((3,), "(3,)"),
        ((1, [2.0, "a"]), "(1, [2, 'a'])"),
        ({"a": 1.0}, "{'a': 1}"),
        (np.float32(0.5), "0.5"),
        (np.array([[1, 2], [3, 4]]), "[[1, 2], [3, 4]]"),
        (np.array([True, False]), "[True, False]"),
        (np.zeros((4, 5, 3), np.uint8), "uint8 array (4, 5, 3)"),
        (Tensor(np.array([1.0])), "[1]"),
        (Opaque("Liar", "everything is right"), "Liar"),
        (BuiltModel({}, None, {}), "model"),
        (GivenModel((None,), ()), "model"),
        (
            GivenModel((None, None, 1), (("MaxPooling2D", {"pool_size": 4}),)),
            "Sequential([MaxPooling2D(4)])",
        ),
        (GivenModel((8, 8, 1), (CONV, ("Flatten", {}))), "Sequential([Conv2D, Flatten])"),
        (GivenModel((8, 8, 1), (CONV,) * 4), "Sequential([Conv2D, Conv2D, …])"),
        (GivenModel((8, 8, 1), (CONV,) * 6), "model"),
        ("a" * 200, "'" + "a" * 78 + "…"),
    ],
)
def test_values(value, text):
    assert show(value) == text


def test_a_call():
    arguments = {"n": 13, "padding": "same", "x": np.zeros((9, 9))}
    assert show_call("f", arguments) == "f(n=13, padding='same', x=float64 array (9, 9))"
    assert show_call("f", {}) == "f()"
    small, large = (GivenModel((8, 8, 1), (CONV,) * n) for n in (2, 6))
    assert show_call("f", {"model": small}) == "f(model=Sequential([Conv2D, Conv2D]))"
    assert show_call("f", {"model": large}) == "f(model)"


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (1, "int"),
        (None, "NoneType"),
        (np.zeros(2), "numpy.ndarray"),
        (np.array(2.0), "number"),
        (Tensor(np.zeros(2)), "tensor"),
        (BuiltModel({}, None, {}), "keras.Model"),
        (Opaque("keras.layers.Dense", ""), "keras.layers.Dense"),
    ],
)
def test_types(value, word):
    assert show_type(value) == word
