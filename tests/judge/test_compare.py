from __future__ import annotations

import numpy as np
import pytest

from grader.judge.compare import as_array, close, same_array, same_value
from grader.run.worker.frames import Opaque, Tensor

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (5, 5),
        (5, 5.0),
        (5, np.array(5)),
        (5, np.array(5.0, np.float32)),
        (5, Tensor(np.array(5))),
        (-0.0, 0),
        (0.1 + 0.2, 0.3),
        (100.0, 100.009),
        (True, True),
        (True, np.array(True)),
        (None, None),
        ("same", "same"),
        ((1, 2), [1, 2]),
        ([1, 2], (1.0, 2)),
        ((1, 2), np.array([1, 2])),
        ((1, (2, 3)), [1, np.array([2.0, 3.0])]),
        ((), []),
        ({"a": 1, "b": (2,)}, {"b": [2.0], "a": 1}),
        (np.array([1.0, 2.0]), [1, 2]),
        (np.array([1, 2]), Tensor(np.array([1.0, 2.0]))),
    ],
)
def test_same(expected, found):
    assert same_value(expected, found)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        (5, 5.0001),  # a whole number has no tolerance
        (100.0, 100.011),
        (0.0, 0.000011),
        (1, True),
        (0, False),
        (1.0, True),
        (True, 1),
        (False, 0.0),
        (5, "5"),
        ("5", 5),
        ("same", "Same"),
        (5, None),
        (None, 0),
        (5, NAN),
        (5.0, NAN),
        (5.0, INF),
        (INF, INF),
        (INF, 5.0),
        (NAN, NAN),
        (5, [5]),
        (5.0, np.array([5.0])),
        (5, Opaque("Liar", "5")),
        pytest.param(0.5, 10**400, id="too large for a float"),
        pytest.param(10, 10**400, id="huge"),
        ((1, 2), (2, 1)),
        ((1, 2), (1, 2, 3)),
        ((1, 2), 1),
        ((1, 2), {1: 2}),
        ((1, 1), [1, True]),
        ((1, 2), np.array([[1, 2]])),
        ((1, 2), np.array([[1, 2], [1, 2]])),
        ((1, 2), np.broadcast_to(np.uint8(1), (1 << 40,))),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, [("a", 1)]),
        ({"a": 1.0}, {"a": NAN}),
        (np.array([1.0, 2.0]), [1.0, NAN]),
        (np.array([1.0, 2.0]), "1 2"),
    ],
)
def test_not_same(expected, found):
    assert not same_value(expected, found)


def test_a_tolerance_is_of_the_expected_number():
    assert same_value(1000.0, 1000.1)
    assert not same_value(1000.0, 1000.11)


@pytest.mark.parametrize(
    ("found", "same", "with_dtype"),
    [
        (np.array([[1, 2]], np.float32), True, True),
        (np.array([[1, 2]], np.float64), True, False),
        (np.array([[1, 2]], np.int64), True, False),
        (np.array([[1.00005, 2]]), True, False),
        (np.array([[1.0002, 2]]), False, False),
        ([[1, 2]], True, False),
        (Tensor(np.array([[1, 2]], np.float32)), True, True),
        (np.array([1, 2]), False, False),
        (np.array([[1], [2]]), False, False),
        (np.array([[1, 2]], np.complex64), False, False),
        (np.array([[NAN, 2]]), False, False),
        (np.array([[1, INF]]), False, False),
        (np.array([[1, 1e300]]), False, False),
        ([["1", "2"]], False, False),
        ([[1, 2], [3]], False, False),
        (None, False, False),
        (True, False, False),
        (Opaque("Liar", ""), False, False),
    ],
)
def test_same_array(found, same, with_dtype):
    expected = np.array([[1, 2]], np.float32)
    assert same_array(expected, found) is same
    assert same_array(expected, found, dtype=True) is with_dtype


def test_bools_count_for_bools_only():
    yes = np.array([True, False])
    assert same_array(yes, np.array([True, False]))
    assert not same_array(np.array([1, 0]), yes)
    assert not same_array(np.array([1.0, 0.0]), [True, False])


def test_cell_by_cell():
    found = np.array([1.0, 1.1, NAN, INF, INF, 5.0, 5.0, 0.0])
    expected = np.array([1.0, 1.0, NAN, INF, 1.0, INF, NAN, 0.000009])
    assert close(expected, found).tolist() == [True, *[False] * 6, True]


@pytest.mark.parametrize(
    "value", [None, True, "1", b"1", {"a": 1}, [1, "a"], [[1], [1, 2]], [10**400]]
)
def test_no_array_of_numbers(value):
    assert as_array(value) is None
