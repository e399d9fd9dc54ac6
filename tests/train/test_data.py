from __future__ import annotations

import numpy as np
import pytest

from grader.train.data import load


def test_a_data_set():
    pictures, labels = load("border_dots", 9, seed=3)
    assert (pictures.shape, pictures.dtype) == ((9, 10, 10, 1), np.float32)
    assert np.bincount(labels).tolist() == [3, 3, 3]
    again, _ = load("border_dots", 9, seed=3)
    other, _ = load("border_dots", 9, seed=4)
    assert np.array_equal(pictures, again)
    assert not np.array_equal(pictures, other)


def test_no_such_data_set():
    with pytest.raises(ValueError, match=r"no data set 'nothing': .*nothing\.py is missing"):
        load("nothing", 9, seed=3)
