from __future__ import annotations

import numpy as np
import pytest

from grader.judge.patterns import pattern_of

X = np.arange(1.0, 25.0).reshape(4, 3, 2)
MAP = np.arange(20.0).reshape(4, 5)


def changed(array, *cells, by=1.0):
    wrong = array.copy()
    for cell in cells:
        wrong[cell] += by
    return wrong


@pytest.mark.parametrize(
    ("right", "wrong", "pattern"),
    [
        (X, 9 * X, {"code": "factor", "data": {"factor": "9"}}),
        (X, X / 255, {"code": "factor", "data": {"factor": "1/255"}}),
        (X, X / -4, {"code": "factor", "data": {"factor": "-1/4"}}),
        (X, X * 0.3, {"code": "factor", "data": {"factor": "0.3"}}),
        (MAP, -MAP, {"code": "factor", "data": {"factor": "-1"}}),
        (X, X - 0.5, {"code": "amount", "data": {"amount": "-0.5"}}),
        (0 * X, 0 * X + 2, {"code": "amount", "data": {"amount": "+2"}}),
        (MAP, changed(MAP, (0, 2), (3, 4), (3, 0), (1, 4)), {"code": "border", "data": {}}),
        # Two of fourteen, and nothing inside but two cells: that may be an accident.
        (MAP, changed(MAP, (0, 2), (3, 4)), None),
        (MAP[:, :3], changed(MAP[:, :3], (0, 2), (3, 1), (3, 0), (1, 0)), None),
        (X, changed(X, (1, 1, 1), (2, 0, 1)), {"code": "channel", "data": {"channel": 1}}),
        (
            MAP,
            changed(changed(MAP, (1, 1)), (2, 2), by=-3),
            {"code": "largest", "data": {"cell": "(2, 2)", "expected": "12", "found": "9"}},
        ),
        (MAP, changed(MAP, (1, 1), (2, 2)), None),  # the first is as large as any
        (MAP, changed(MAP, (1, 1)), None),
        (MAP[:1, :1], MAP[:1, :1] + 1, None),
    ],
)
def test_what_differences_have_in_common(right, wrong, pattern):
    assert pattern_of(right, wrong, np.isclose(right, wrong)) == pattern


def test_no_factor_is_read_off_a_single_value():
    """What is 5 everywhere, or 0, is 2 more as well as 7 fifths."""
    five = np.full((3, 3), 5.0)
    assert pattern_of(five, five + 2, five > 9) == {"code": "amount", "data": {"amount": "+2"}}
    assert pattern_of(MAP, 0 * MAP, MAP < 1)["code"] == "largest"


def test_whole_numbers_of_any_kind():
    right = np.array([[1, 2], [3, 4]], np.uint8)
    assert pattern_of(right, 2 * right, right > 9) == {"code": "factor", "data": {"factor": "2"}}
