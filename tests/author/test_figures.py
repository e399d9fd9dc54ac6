from __future__ import annotations

import matplotlib
import numpy as np
import pytest
from PIL import Image

from grader.author import figures
from grader.author.exercise import AuthorError, load_module
from grader.author.figures import NO_FONT, drawn_texts, translate, write_pictures

SCRIPT = '''"""A figure. Its "Korean" has no Korean letters, so that any font will do."""

from matplotlib.figure import Figure

KOREAN = {"picture": "GEURIM", "two": "DUL"}


def draw():
    figure = Figure(figsize=(2, 1))
    axes = figure.add_subplot()
    axes.bar(["one", "two"], [1, 2])
    axes.set(title="picture", ylabel="Conv2D")
    return figure
'''
FONT = "DejaVu Serif"


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "figure.py"
    path.write_text(SCRIPT, "utf-8")
    return path


@pytest.fixture
def font(monkeypatch):
    """Sets what the machine has for a Korean font."""

    def font(name):
        monkeypatch.setattr(figures, "korean_font", lambda: name)

    font(FONT)
    return font


@pytest.fixture
def written(script, font):
    """What writing the pictures tells: names and remarks."""

    def written(check=False):
        told = write_pictures(script, script.parent / "out", check=check)
        return [(path.name, remark) for path, remark in told]

    return written


def pixels(script, name):
    with Image.open(script.parent / "out" / name) as image:
        return np.asarray(image.convert("RGB"))


def same(script):
    english, korean = (pixels(script, name) for name in ("figure.png", "figure.ko.png"))
    return english.shape == korean.shape and bool((english == korean).all())


def edit(script, old, new):
    assert old in SCRIPT
    script.write_text(SCRIPT.replace(old, new), "utf-8")


# Two pictures


def test_two_pictures_are_drawn_where_the_script_changed(script, written):
    both = [("figure.png", ""), ("figure.ko.png", "")]
    assert written(check=True) == both
    assert not (script.parent / "out").exists()
    assert written() == both
    assert not same(script)
    assert written() == written(check=True) == []
    edit(script, "[1, 2]", "[1, 3]")
    assert written(check=True) == both
    assert written() == both
    assert written() == []


@pytest.mark.parametrize("name", ["figure.png", "figure.ko.png"])
def test_one_that_is_missing(script, written, name):
    written()
    (script.parent / "out" / name).unlink()
    assert written(check=True) == [(name, "")]
    assert written() == [(name, "")]


def test_a_figure_without_a_table(script, written, font):
    """Needs no font."""
    edit(script, 'KOREAN = {"picture": "GEURIM", "two": "DUL"}\n', "")
    font(None)
    assert written() == [("figure.png", ""), ("figure.ko.png", "")]
    assert same(script)
    font(FONT)
    assert written() == []


@pytest.mark.parametrize("name", [FONT, None])
def test_an_entry_that_is_not_drawn(script, written, font, name):
    edit(script, '"two": "DUL"', '"three": "SET"')
    font(name)
    with pytest.raises(AuthorError) as caught:
        written()
    told = "figure.py: KOREAN has 'three', which the figure does not draw"
    assert str(caught.value).endswith(told)
    assert written(check=True) == [("figure.ko.png", "")]


# Without a font


def test_without_a_font_it_is_drawn_in_english_until_there_is_one(script, written, font):
    font(None)
    assert written() == [("figure.png", ""), ("figure.ko.png", NO_FONT)]
    assert same(script)
    assert written() == written(check=True) == []
    font(FONT)
    assert written(check=True) == []
    assert written() == [("figure.ko.png", "")]
    assert not same(script)
    assert written() == []


def test_without_a_font_a_picture_of_this_script_stays(script, written, font):
    written()
    font(None)
    assert written() == []
    assert not same(script)


# Texts


def test_texts_and_labels_of_ticks_are_exchanged(script):
    module = load_module(script)
    figure = module.draw()
    before = [text.get_text() for text in drawn_texts(figure)]
    assert {"picture", "one", "two", "Conv2D"} <= set(before)
    translate(figure, module.KOREAN, FONT)
    figure.draw_without_rendering()
    fonts = {text.get_text(): text.get_fontfamily() for text in drawn_texts(figure)}
    assert not {"picture", "two"} & set(fonts)
    others = matplotlib.rcParams["font.family"]
    assert {text: fonts[text] for text in ("GEURIM", "DUL", "one", "Conv2D")} == {
        "GEURIM": [*others, FONT],
        "DUL": [*others, FONT],
        "one": others,
        "Conv2D": others,
    }
