"""Portraits drawn: no training here, see `tests/train/test_portrait.py`."""

from __future__ import annotations

import numpy as np
import pytest

from grader.author.figures import drawn_texts
from grader.messages import LANGUAGES, Messages
from grader.pictures.picture import Ink, to_png
from grader.pictures.training import Trained, draw_training
from grader.train.portrait import Epoch, Mapped, Misread, Portrait

PIXELS = np.arange(100, dtype=np.uint8).reshape(10, 10, 1)
MAPS = np.linspace(0, 1, 5 * 5 * 2, dtype=np.float32).reshape(5, 5, 2)
LEARNED = Portrait(
    (Epoch(1.1, 0.3, 1.2, 0.33), Epoch(0.2, 0.95, None, 0.9)),
    ((5, 1, 0), (0, 6, 0), (0, 2, 4)),
    (Misread(PIXELS, 0, 1), Misread(PIXELS, 2, 1)),
    ((0, 1.0), (1, 0.5), (2, 0.25)),
    np.linspace(-1, 1, 17, dtype=np.float32).repeat(2)[:18].reshape(3, 3, 1, 2),
    True,
    (Mapped(PIXELS, 0, MAPS), Mapped(PIXELS, 1, MAPS)),
)
DENSE = Portrait(LEARNED.epochs, ((5, 0), (0, 5)), (), (), None, False, ())
CLASSES = ("right", "bottom", "none")


def drawn(trained, language="en"):
    found = dict(draw_training(trained, Ink(Messages(language))))
    for one in found.values():
        to_png(one.figure)
    return found


def words(one):
    return {text.get_text() for text in drawn_texts(one.figure)}


def test_everything():
    found = drawn(Trained("net()", LEARNED, CLASSES, 0.7, ("net(1)", LEARNED)))
    assert {name: (one.title, one.told) for name, one in found.items()} == {
        "training": (
            "Training of net()",
            "In 1 epochs the loss goes from 1.10 to 0.20; the accuracy reaches 0.95 on training "
            "pictures and 0.90 on new ones.",
        ),
        "confusion": (
            "What net() takes for what",
            "3 of 18 new pictures are misread. Most often none is taken for bottom (2 times).",
        ),
        "shift": (
            "Accuracy of net() when the letters move",
            "Accuracy 1.00 at 0 pixels, 0.25 at 2 pixels.",
        ),
        "filters": (
            "What net() has learned to look for",
            "The first 2 filters of the first convolution, 3 x 3 each, with the maps of two "
            "pictures.",
        ),
    }
    assert {"training pictures", "new pictures", "beside: net(1)", "asked: 0.70"} <= words(
        found["training"]
    )
    assert {"right as bottom", "none as bottom", "right", "5", "6"} <= words(found["confusion"])
    assert {"net()", "beside: net(1)", "a guess"} <= words(found["shift"])
    assert {"-1", "-0.5", "0.0"} <= words(found["filters"])


def test_what_there_is_not_is_not_drawn():
    found = drawn(Trained("mlp()", DENSE, ("O", "X")))
    assert set(found) == {"training", "confusion"}
    assert "✓ none was misread" in words(found["confusion"])
    assert found["confusion"].told == "0 of 10 new pictures are misread."


def test_a_loss_that_is_no_number():
    wild = Portrait((Epoch(None, 0.1, None, 0.1), Epoch(1e9, 0.1, 5.0, 0.1)), *_rest(DENSE))
    told = drawn(Trained("wild()", wild, ()))["training"].told
    assert told.startswith("In 1 epochs the loss goes from ∞ to 1000000000.00;")


def _rest(portrait):
    return (portrait.confusion, (), (), None, False, ())


@pytest.mark.parametrize("channels", [1, 2, 3])
def test_filters_over_so_many_channels(channels):
    pixels = np.repeat(PIXELS, channels, axis=2)
    filters = np.ones((1, 1, channels, 2), np.float32)
    maps = (Mapped(pixels, 0, MAPS),)
    one = Portrait(LEARNED.epochs, LEARNED.confusion, (), (), filters, False, maps)
    assert "filters" in drawn(Trained("net()", one, CLASSES))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_drawn(language):
    """Drawing warns, which is an error here, where a box would stand for a letter."""
    trained = Trained("net()", LEARNED, ("오른쪽", "아래", "없음"), 0.7, ("net(1)", LEARNED))
    if language == "ko":
        found = drawn(trained, "ko")
        assert "찍었을 때" in words(found["shift"])
