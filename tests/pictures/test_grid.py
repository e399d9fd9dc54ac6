from __future__ import annotations

import numpy as np
import pytest

from grader.pictures.grid import maps_of, short, span, wrong_cells


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (np.zeros((3, 4)), [""]),
        (np.zeros((3, 4, 2)), ["[:, :, 0]", "[:, :, 1]"]),
        (np.zeros((1, 3, 4, 5)), ["[0, :, :, 0]", "[0, :, :, 1]", "[0, :, :, 2]"]),
        (np.zeros((3, 3, 2, 2)), ["[:, :, 0, 0]", "[:, :, 0, 1]"]),
        ([np.zeros((2, 2)), np.zeros((3, 3))], ["[0]", "[1]"]),
        ([[1, 2], [3, 4]], [""]),
        ([1, 2, 3], []),
        (np.zeros(3), []),
        (np.zeros((0, 3)), []),
        ("text", []),
        (None, []),
    ],
)
def test_maps_of_an_answer(value, names):
    assert [name for name, _ in maps_of(value)] == names


def test_a_large_map_is_cut():
    assert maps_of(np.zeros((3000, 70)))[0][1].shape == (64, 64)


def test_cells_that_differ():
    right = np.array([[1.0, -2.0], [0.0, 4.0]])
    found = np.array([[1.00001, 2.0], [np.nan, 8.0]])
    assert wrong_cells(found, right).tolist() == [[False, True], [True, True]]
    assert wrong_cells(found, right, signs=True).tolist() == [[False, True], [True, False]]
    assert wrong_cells(found[:1], right) is None


@pytest.mark.parametrize(
    ("values", "limits"),
    [
        ([0, 3], (0, 3)),
        ([2, 3], (0, 3)),
        ([-1, 3], (-3, 3)),
        ([-5, 3, np.nan, np.inf], (-5, 5)),
        ([np.nan], (0, 1)),
        ([0], (0, 1)),
        ([1e300], (0, 1e30)),
    ],
)
def test_limits(values, limits):
    assert span(np.array(values, float)) == limits


@pytest.mark.parametrize(
    ("number", "text"),
    [(3.0, "3"), (-1.5, "-1.5"), (1 / 9, "0.111"), (255, "255"), (1e9, "1e9"), (np.nan, "nan"),
     (np.inf, "inf"), (-2e-7, "-2e-7")],
)  # fmt: skip
def test_short_numbers(number, text):
    assert short(number) == text
