from __future__ import annotations

import numpy as np
import pytest

from grader.train import data
from grader.train.data import OPEN_STREAM, load, load_test, stream_of_tests


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


def test_test_pictures_come_from_another_stream(monkeypatch):
    monkeypatch.setattr(data, "stream_of_tests", lambda: 100)
    (drawn, _), (same, _) = load_test("border_dots", 9, 3), load("border_dots", 9, 103)
    assert np.array_equal(drawn, same)


def test_test_pictures_of_a_finite_set_are_a_part_of_their_own():
    train, _ = load("digits", 1257, 0)
    test, _ = load_test("digits", 540, 0)
    seen = {picture.tobytes() for picture in train}
    assert [picture.tobytes() in seen for picture in test].count(True) == 0


def test_options_reach_the_generator():
    raw, _ = load_test("digits", 5, 0, {"scale": False})
    assert raw.max() == 16


@pytest.mark.parametrize(
    ("text", "stream"), [(None, OPEN_STREAM), ("7\n", OPEN_STREAM + 7), ("0", OPEN_STREAM)]
)
def test_the_hidden_seed_is_the_instructors(tmp_path, text, stream):
    if text is not None:
        (tmp_path / "solutions").mkdir()
        (tmp_path / "solutions" / "hidden_seed.txt").write_text(text)
    assert stream_of_tests(tmp_path) == stream


def test_a_hidden_seed_that_is_none(tmp_path):
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "hidden_seed.txt").write_text("12 34")
    told = r"hidden_seed\.txt: found '12 34'; expected one number of up to 18 digits"
    with pytest.raises(ValueError, match=told):
        stream_of_tests(tmp_path)


def test_this_copy_has_one():
    assert stream_of_tests() != OPEN_STREAM
