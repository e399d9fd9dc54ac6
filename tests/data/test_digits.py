from __future__ import annotations

import numpy as np
import pytest

from data import digits
from data.digits import load


def test_all_of_the_training_part():
    x, y = load(1257, seed=0)
    assert (x.shape, x.dtype, y.dtype) == ((1257, 8, 8, 1), np.float32, np.int64)
    assert (x.min(), x.max()) == (0, 1)
    assert np.bincount(y).tolist() == [125, 129, 124, 130, 124, 126, 127, 125, 122, 125]


def test_a_seed_draws_without_repetition():
    x, y = load(100, seed=4)
    again, labels = load(100, seed=4)
    assert np.array_equal(x, again) and np.array_equal(y, labels)
    assert len({picture.tobytes() for picture in x}) == 100
    assert not np.array_equal(x, load(100, seed=5)[0])


def test_each_picture_keeps_its_label():
    whole = {p.tobytes(): label for p, label in zip(*load(540, 1, part="test"))}
    x, y = load(30, 2, part="test")
    assert [whole[picture.tobytes()] for picture in x] == y.tolist()


def test_raw_values_are_whole_numbers_up_to_16():
    x, _ = load(50, 0, scale=False)
    assert set(np.unique(x)) <= set(range(17))
    assert np.array_equal(x / 16, load(50, 0)[0])


def test_more_than_there_are():
    with pytest.raises(ValueError, match="digits has 540 pictures for part='test', not 541"):
        load(541, 0, part="test")


def test_a_file_that_was_changed(monkeypatch):
    monkeypatch.setattr(digits, "SHA256", "0" * 64)
    digits._stored.cache_clear()
    try:
        with pytest.raises(ValueError, match=r"digits\.npz is not the file it was"):
            load(1, 0)
    finally:
        digits._stored.cache_clear()
