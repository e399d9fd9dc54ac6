"""The figures of every exercise in Korean: nothing that is drawn was forgotten, nothing is cut."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from grader.author.exercise import HANDOUTS, load_module
from grader.author.figures import PICTURES, drawn_texts, korean_font, translate
from grader.kit import Kit

FOLDERS = sorted(path.parent for path in Kit().solutions.glob("[0-9]*_*/figure.py"))
NAMES = frozenset(
    [
        "AlexNet",
        "BatchNormalization",
        "Concatenate",
        "Conv2D",
        "Conv",
        "Dense",
        "Flatten",
        "GoogLeNet",
        "GPU",
        "LeNet",
        "MLP",
        "ReLU",
        "ResNet",
        "RGB",
        "VGG",
        "conv",
        "dilation",
        "padding",
        "relu",
        "same",
        "softmax",
        "valid",
    ]
)
"""Code, layers and networks: the same in every language. What else stays English stands in the
figure's own `UNTRANSLATED`.
"""


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def module(folder: Path) -> Any:
    return load_module(folder / "figure.py")


def english_words(text: str) -> set[str]:
    """Every run of at least three letters, with a digit and a letter behind it as in Conv2D."""
    formula = re.sub(r"\$.*?\$", "", text)
    return set(re.findall(r"[A-Za-z]{3,}(?:\d[A-Z])?", formula))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Conv2D, conv1", {"Conv2D", "conv"}),
        ("8 px", set()),
        (r"$\mathdefault{10^{3}}$ maps", {"maps"}),
        ("sobel_x", {"sobel"}),
        ("커널 (kernel)", {"kernel"}),
    ],
)
def test_words(text: str, words: set[str]) -> None:
    assert english_words(text) == words


def test_every_text_is_translated(module: Any) -> None:
    drawn = {text.get_text() for text in drawn_texts(module.draw())}
    english = {text for text in drawn if english_words(text) - NAMES}
    allowed = getattr(module, "UNTRANSLATED", frozenset())
    assert english - module.KOREAN.keys() <= allowed <= drawn


def test_the_table_is_of_this_figure(module: Any) -> None:
    korean = module.KOREAN
    assert korean.keys() <= {text.get_text() for text in drawn_texts(module.draw())}
    assert [text for text, told in korean.items() if not re.search("[가-힣]", told)] == []


def test_every_letter_is_drawn(module: Any) -> None:
    """Drawing warns, which is an error here, where a box would stand for a letter."""
    font = korean_font()
    if font is None:
        pytest.skip("needs a Korean font")
    figure = module.draw()
    translate(figure, module.KOREAN, font)
    figure.draw_without_rendering()
    for text in drawn_texts(figure):
        assert text.get_text() not in module.KOREAN


def test_every_handout_has_the_picture_of_its_language(folder: Path) -> None:
    for language, handout in HANDOUTS.items():
        linked = re.findall(r"\]\((figure[^)]*)\)", (folder / handout).read_text("utf-8"))
        assert linked == [PICTURES[language]]
