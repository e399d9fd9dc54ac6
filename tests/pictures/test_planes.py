"""Which axes are rows and columns: of what is asked, and of answers of another shape."""

from __future__ import annotations

import numpy as np
import pytest

from grader.pictures.planes import LOOKED_AT, arguments_of, planes_of


def names(planes):
    return [plane.name for plane in planes.some]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.zeros((3, 4)), [""]),
        (np.zeros((3, 4, 2)), ["[:, :, 0]", "[:, :, 1]"]),
        (np.zeros((1, 3, 4, 3)), ["[0, :, :, 0]", "[0, :, :, 1]", "[0, :, :, 2]"]),
        (np.zeros((2, 3, 2, 1)), ["[0, :, :, 0]", "[1, :, :, 0]"]),
        ([np.zeros((2, 2)), np.zeros((3, 3))], ["[0]", "[1]"]),
        ([np.zeros((2, 2, 1))], ["[0][:, :, 0]"]),
        ([[1, 2], [3, 4]], [""]),
        ([1, 2, 3], []),
        (np.zeros(3), []),
        (np.zeros((0, 3)), []),
        (np.zeros((2,) * 30), []),
        ("text", []),
        (None, []),
    ],
)
def test_maps_of_an_answer(value, expected):
    assert names(planes_of(value)) == expected


def test_a_kernel_is_cut_into_rows_and_columns():
    """(kh, kw, C, F): not a batch, however short its first axis is."""
    w = np.arange(2 * 3 * 2 * 3).reshape(2, 3, 2, 3)
    planes = arguments_of({"x": np.zeros((5, 7, 2)), "w": w, "b": np.zeros(3), "padding": "same"})
    assert list(planes) == ["x", "w"]
    assert names(planes["x"]) == ["[:, :, 0]", "[:, :, 1]"]
    assert [(one.name, one.line) for one in planes["w"].some] == [
        ("[:, :, 0, 0]", 0), ("[:, :, 0, 1]", 0), ("[:, :, 0, 2]", 0),
        ("[:, :, 1, 0]", 1), ("[:, :, 1, 1]", 1), ("[:, :, 1, 2]", 1),
    ]  # fmt: skip
    assert [one.values.tolist() for one in planes["w"].some[1:4:2]] == [
        w[:, :, 0, 1].tolist(),
        w[:, :, 1, 0].tolist(),
    ]


@pytest.mark.parametrize(
    ("shape", "right", "expected"),
    [
        ((1, 9, 6), (1, 9, 6, 1), ["[0, :, :]"]),
        ((9, 6, 1), (1, 9, 6, 1), ["[:, :, 0]"]),
        ((9, 6), (1, 9, 6, 1), [""]),
        ((1, 2, 9, 6), (1, 9, 6, 2), ["[0, 0, :, :]", "[0, 1, :, :]"]),
        ((1, 6, 9, 2), (1, 9, 6, 2), ["[0, :, :, 0]", "[0, :, :, 1]"]),
        ((1, 1, 9, 6, 1), (1, 9, 6, 1), ["[0, 0, :, :, 0]"]),
        ((1, 8, 5, 1), (1, 9, 6, 1), ["[0, :, :, 0]"]),
        ((2, 4, 5), (4, 5, 2), ["[0, :, :]", "[1, :, :]"]),
        ((3, 6, 2), (4, 5, 2), ["[:, :, 0]", "[:, :, 1]"]),
        ((5, 5, 5), (5, 5, 5), [f"[:, :, {i}]" for i in range(5)]),
        ((5, 3, 3), (1, 5, 3, 3), ["[:, :, 0]", "[:, :, 1]", "[:, :, 2]"]),
        # Nobody can say which are meant.
        ((9, 7, 8), (1, 5, 6, 1), []),
        ((54,), (1, 9, 6, 1), []),
    ],
)
def test_an_answer_of_another_shape(shape, right, expected):
    assert names(planes_of(np.zeros(shape), np.zeros(right))) == expected


def test_answers_beside_a_list():
    right = [np.zeros((7, 5))] * 3
    assert names(planes_of(np.zeros((2, 7, 5)), right)) == ["[0, :, :]", "[1, :, :]"]
    assert names(planes_of(np.zeros((7, 5, 1)), right)) == ["[:, :, 0]"]
    assert names(planes_of([np.zeros((1, 7, 5)), "x", None], right)) == ["[0][0, :, :]"]


def test_what_is_large_is_cut():
    planes = planes_of(np.zeros((3000, 70, 90)))
    assert (len(planes.some), planes.total) == (LOOKED_AT, 90)
    assert planes.some[0].values.shape == (64, 64)
