from __future__ import annotations

import numpy as np
import pytest

from grader.judge.arrays import judge_arrays, where_different
from grader.reference import Raises
from grader.report.model import Finding
from grader.run.evidence import Outcome
from grader.run.worker.frames import Opaque, Tensor
from grader.spec import Arrays

from .building import asked, context, entered, error

X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
ONE = {"wrong": 1, "asked": 1}


def judged(*answered, dtype=False):
    return judge_arrays(context(Arrays(2, dtype=dtype), *answered))


def failed(code, *, mistake=None, status="fail", line=None, **data):
    return Finding("arrays", status, code, 0.0, 2, data, mistake, 3 if mistake else None, line)


def changed(cell, value, dtype=None):
    array = X.astype(dtype or X.dtype)
    array[cell] = value
    return array


@pytest.mark.parametrize(
    ("found", "dtype"),
    [
        (X, True),
        (X.astype(np.float32), False),
        (X.astype(int), False),
        (X.tolist(), False),
        (Tensor(X), False),
        (changed((1, 2), 6.0005), False),
    ],
)
def test_right(found, dtype):
    assert judged(asked(X, found, n=1), dtype=dtype) == Finding("arrays", "pass", "pass", 2, 2)


def test_a_method_without_its_brackets_and_an_error_that_is_returned():
    found = Opaque("builtin_function_or_method", "<built-in method flatten>")
    assert judged(asked(X, found, n=1)) == failed("value.function", call="f(n=1)")
    assert judged(asked([X], found, n=1)) == failed("value.function", call="f(n=1)")
    found = Opaque("ValueError", "ValueError('too big')")
    told = failed("value.returned_error", call="f(n=1)", found="ValueError")
    assert judged(asked(Raises("ValueError"), found, n=1)) == told


def test_lists_of_arrays():
    expected = [X[0], X[1]]
    assert judged(asked(expected, [X[0], X[1]], n=1)).status == "pass"
    assert judged(asked(expected, (X[0].tolist(), X[1]), n=1)).status == "pass"
    assert judged(asked(expected, [X[0], X[1] + 1], n=1)) == failed(
        "array.values",
        call="f(n=1)[1]",
        cells=3,
        all_cells=3,
        cell="(0,)",
        expected="4",
        found="5",
        pattern={"code": "amount", "data": {"amount": "+1"}},
        **ONE,
    )
    assert judged(asked(expected, [X[0]], n=1)) == failed(
        "array.count", call="f(n=1)", expected=2, found=1, **ONE
    )
    assert judged(asked(expected, X, n=1)) == failed(
        "value.type",
        call="f(n=1)",
        found="[[1, 2, 3], [4, 5, 6]]",
        found_type="numpy.ndarray",
        expected_type="list",
        **ONE,
    )


@pytest.mark.parametrize(
    ("found", "dtype", "finding"),
    [
        (None, False, failed("value.none", call="f(n=1)", **ONE)),
        (
            X.T,
            False,
            failed("array.shape", call="f(n=1)", expected="(2, 3)", found="(3, 2)", **ONE),
        ),
        (
            changed((1, 0), 9),
            False,
            failed(
                "array.values",
                call="f(n=1)",
                cells=1,
                all_cells=6,
                cell="(1, 0)",
                expected="4",
                found="9",
                pattern=None,
                **ONE,
            ),
        ),
        (
            changed((0, 1), float("nan")),
            False,
            failed("array.not_finite", call="f(n=1)", cell="(0, 1)", found="nan", **ONE),
        ),
        (
            X.astype(np.float32),
            True,
            failed("array.dtype", call="f(n=1)", expected="float64", found="float32", **ONE),
        ),
        (
            Tensor(X),
            True,
            failed(
                "array.tensor",
                call="f(n=1)",
                found="[[1, 2, 3], [4, 5, 6]]",
                found_type="tensor",
                expected_type="numpy.ndarray",
                **ONE,
            ),
        ),
        (
            X.tolist(),
            True,
            failed(
                "value.type",
                call="f(n=1)",
                found="[[1, 2, 3], [4, 5, 6]]",
                found_type="list",
                expected_type="numpy.ndarray",
                **ONE,
            ),
        ),
        (
            "123456",
            False,
            failed(
                "value.type",
                call="f(n=1)",
                found="'123456'",
                found_type="str",
                expected_type="numpy.ndarray",
                **ONE,
            ),
        ),
    ],
)
def test_wrong(found, dtype, finding):
    assert judged(asked(X, found, n=1), dtype=dtype) == finding


def test_bools_in_place_of_numbers():
    finding = judged(asked(np.array([1.0, 0.0]), np.array([True, False]), n=1))
    assert finding == failed("array.dtype", call="f(n=1)", expected="float64", found="bool", **ONE)


def test_nan_everywhere_never_passes():
    assert judged(asked(X, X * float("nan"), n=1)).code == "array.not_finite"


def test_the_smallest_wrong_case_is_shown():
    finding = judged(
        asked(X, X + 1, x=np.zeros(50)), asked(X, X + 2, x=np.zeros(3)), asked(X, X, x=np.zeros(1))
    )
    assert finding == failed(
        "array.values",
        call="f(x=[0, 0, 0])",
        cells=6,
        all_cells=6,
        cell="(0, 0)",
        expected="1",
        found="3",
        pattern={"code": "amount", "data": {"amount": "+2"}},
        wrong=2,
        asked=3,
    )


def test_a_named_mistake():
    with entered(transposes=lambda n: X.T * n, doubles=lambda n: 2 * X * n):
        finding = judged(asked(X, X.T, n=1))
    assert finding == failed(
        "array.shape", mistake="transposes", call="f(n=1)", expected="(2, 3)", found="(3, 2)", **ONE
    )


def test_a_mistake_that_is_an_error_is_named_too():
    with entered(looks_up=lambda n: {}[n]):
        finding = judged(asked(X, error("KeyError"), n=1))
    assert finding == failed(
        "array.raises", mistake="looks_up", call="f(n=1)", error="KeyError", **ONE
    )


def test_an_expected_error():
    raises = Raises("ValueError")
    assert judged(asked(raises, error("ValueError"), n=1)).status == "pass"
    assert judged(asked(raises, X, n=1)) == failed(
        "value.should_raise",
        call="f(n=1)",
        error="ValueError",
        found="[[1, 2, 3], [4, 5, 6]]",
        **ONE,
    )


def test_a_limit_goes_before_a_wrong_array():
    finding = judged(asked(X, X + 1, n=1), asked(X, Outcome(stopped="memory"), n=2))
    assert finding == failed("run.memory", status="limit", call="f(n=2)", detail="")


def test_only_the_border_differs():
    good = np.zeros((4, 5))
    bad = good.copy()
    bad[0, 2] = bad[3, :3] = 1
    found = where_different(good, bad, good == bad)
    assert found == {
        "cells": 4,
        "all_cells": 20,
        "cell": "(0, 2)",
        "found": "1",
        "expected": "0",
        "pattern": {"code": "border", "data": {}},
    }
    bad[1, 1] = 2
    assert where_different(good, bad, good == bad)["pattern"] == {
        "code": "largest",
        "data": {"cell": "(1, 1)", "expected": "0", "found": "2"},
    }
