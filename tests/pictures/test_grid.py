from __future__ import annotations

import numpy as np
import pytest

from grader.messages import Messages
from grader.pictures.grid import _texts, draw_map, grey_span, short, span, wrong_cells
from grader.pictures.picture import Ink, new_figure


def test_numbers_too_long_for_their_cells_are_rounded():
    figure = new_figure(3, 3)
    axes = figure.subplots()
    kernel = np.outer([1, 2, 1], [1, 2, 1]) / 16
    draw_map(axes, kernel, Ink(Messages("en")), (-2, 2), cell=18)
    written = [text.get_text() for text in axes.texts]
    assert written == ["0.06", "0.12", "0.06", "0.12", "0.25", "0.12", "0.06", "0.12", "0.06"]


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


@pytest.mark.parametrize(
    ("values", "limits"),
    [
        (np.array([0, 200], np.uint8), (0, 255)),
        (np.array([0, 1], np.uint8), (0, 1)),
        (np.array([0, 200]), (0, 200)),
        (np.array([0.2, 0.5]), (0, 1)),
        (np.array([-0.2, 0.5]), (-1, 1)),
        (np.array([-3, 0.5]), (-3, 1)),
        (np.array([np.nan, np.inf]), (0, 1)),
        (np.array([]), (0, 1)),
        (np.array([-1e300, 1e300]), (-1e30, 1e30)),
    ],
)
def test_black_and_white(values, limits):
    assert grey_span([values]) == limits


def test_black_and_white_of_a_dark_picture():
    assert grey_span([np.array([0, 1], np.uint8)], dark=True) == (0, 255)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0.0625, 0.125, 0], ["0.0625", "0.125", "0"]),
        # In a larger map there is room for two digits behind the point.
        ([0.0625, 0.125, 0, 1, 0.004, -0.004], ["0.06", "0.12", "0", "1", "0.00", "0.00"]),
        ([0.0039, 0, 0, 0, 0, 0], ["0.0039", "0", "0", "0", "0", "0"]),
        ([np.nan, 0.123456, 0, 0, 0, 0], ["nan", "0.12", "0", "0", "0", "0"]),
    ],
)
def test_numbers_in_cells(values, texts):
    assert list(_texts(np.array([values]), 3).values()) == texts
