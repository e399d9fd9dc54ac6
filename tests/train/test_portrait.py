from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from grader.spec import Recipe
from grader.train import data, portrait, processes
from grader.train.accuracy import TrainingError, TrainingLimit, key_of, training_of
from grader.train.portrait import Portraits
from grader.train.processes import Trainers
from tests.judge.building import layer
from tests.train.test_accuracy import NETWORK, RECIPE, network

LETTERS = Recipe(
    "glyphs",
    1,
    32,
    0.01,
    60,
    50,
    train_options={"letters": "XOT"},
    test_options={"letters": "XOT", "scatter": 2},
)


@pytest.fixture(scope="module")
def trainers():
    with closing(Trainers()) as started:
        yield started


@pytest.fixture
def seen(tmp_path, trainers):
    """Takes a portrait; the epochs that were told."""
    told = []

    def take(training, folder="portraits", started=trainers):
        found = Portraits(tmp_path / folder).take(training, lambda *one: told.append(one), started)
        return found, list(told)

    return take


def test_how_it_learns_and_what_it_has_learned(seen):
    found, told = seen(training_of(NETWORK, RECIPE, 5))
    assert told == [(1, 2), (2, 2)]
    assert len(found.epochs) == 3
    assert found.epochs[0].loss == pytest.approx(np.log(3), rel=0.2)
    assert found.epochs[2].loss < found.epochs[0].loss
    table = np.array(found.confusion)
    assert table.shape == (3, 3)
    assert table.sum() == 500
    assert found.accuracy == pytest.approx(np.trace(table) / 500)
    assert len(found.misread) == min(8, 500 - np.trace(table))
    assert all(one.label != one.read for one in found.misread)
    assert found.misread[0].picture.shape == (10, 10, 1)
    assert found.filters.shape == (3, 3, 1, 2)
    assert found.shifts == ()
    assert [one.label for one in found.maps] == [0, 1]
    assert found.maps[0].maps.shape == (8, 8, 2)
    assert found.relu
    assert min(one.maps.min() for one in found.maps) >= 0


def test_letters_are_moved(seen):
    pictures = network(layer("MaxPooling2D"))
    letters = replace_input(pictures, (20, 20, 1))
    found, _ = seen(training_of(letters, LETTERS, 0))
    assert [shift for shift, _ in found.shifts] == [0, 1, 2, 3, 4, 5]
    assert found.filters is None
    assert found.maps == ()


def replace_input(net, shape):
    first = net.layers[0].with_(shape=shape)
    return replace(net, layers=(first, *net.layers[1:]))


def test_it_is_remembered_until_it_is_damaged(seen, tmp_path, monkeypatch):
    training = training_of(NETWORK, replace(RECIPE, epochs=1), 5)
    found, _ = seen(training)
    monkeypatch.setattr(processes, "BOOT", "import sys; sys.exit('trained again')")
    again, _ = seen(training, started=None)
    assert again.epochs == found.epochs
    (path,) = (tmp_path / "portraits").iterdir()
    stored = json.loads(path.read_text("utf-8"))
    for change in ({"filters": {"shape": [9], "dtype": "<f4", "data": ""}}, {"epochs": 1}):
        path.write_text(json.dumps({**stored, **change}), "utf-8")
        with pytest.raises(TrainingError, match="trained again"):
            seen(training, started=None)


def test_what_names_it(monkeypatch):
    training = training_of(NETWORK, RECIPE, 5)
    others = [
        portrait.key_of(training),
        key_of(NETWORK, RECIPE, 5),
        portrait.key_of(training_of(NETWORK, RECIPE, 6)),
        portrait.key_of(training_of(NETWORK, replace(RECIPE, epochs=3), 5)),
    ]
    monkeypatch.setattr(portrait, "VERSION", 99)
    assert len({*others, portrait.key_of(training)}) == 5


def test_a_giant_sits_for_no_portrait(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "BOOT", "import sys; sys.exit('it was')")
    wide = network(layer("Flatten"), layer("Dense", units=30_000))
    with pytest.raises(TrainingLimit):
        Portraits(tmp_path).take(training_of(wide, RECIPE, 0))


def test_pictures_that_are_shown_are_those_of_no_test(monkeypatch):
    """The same in every copy, whatever its hidden seed; none is of a test or a training set."""
    shown, labels = data.load_shown("xo", 50, 0)
    for stream in (data.OPEN_STREAM, data.OPEN_STREAM + 12345):
        monkeypatch.setattr(data, "stream_of_tests", lambda stream=stream: stream)
        assert np.array_equal(data.load_shown("xo", 50, 0)[0], shown)
        hidden, _ = data.load_test("xo", 50, 0)
        assert not {picture.tobytes() for picture in shown} & {p.tobytes() for p in hidden}
    assert data.SHOWN_STREAM < data.OPEN_STREAM
    assert set(labels) == {0, 1}
    digits, _ = data.load_shown("digits", 540, 0)
    trained, _ = data.load("digits", 1257, 0)
    assert not {p.tobytes() for p in digits} & {p.tobytes() for p in trained}
