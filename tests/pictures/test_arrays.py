"""Answers that are arrays, drawn: which case, along which axes, in which shades."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.author.figures import drawn_texts
from grader.judge.context import Answered
from grader.messages import LANGUAGES, Messages
from grader.pictures.arrays import Drawn, draw_answers
from grader.pictures.own import failed_findings
from grader.pictures.picture import Ink, to_png
from grader.reference import FrozenCase
from grader.report.model import Finding
from grader.run.evidence import Outcome
from grader.spec import Arrays
from tests.pictures.conftest import REAL, solution

IMAGES, SIGNS, BY_HAND = "01_images_are_tensors", "02_x_or_o", "05_convolution_by_hand"


def answered(answer: Any, right: Any, group: str = "", **arguments: Any) -> Answered:
    return Answered(FrozenCase(arguments, group, "values", right), Outcome(answer))


def draw(
    *cases: Answered, calls: tuple[str, ...] = (), language: str = "en", dtype: bool = False
) -> Drawn:
    findings = [Finding("arrays", "fail", "array.values", 0, 1, {"call": call}) for call in calls]
    found = draw_answers("f", [Arrays(1, dtype=dtype)], cases, findings, Ink(Messages(language)))
    assert found is not None
    assert to_png(found.figure).startswith(b"\x89PNG")
    return found


def words(found: Drawn) -> list[str]:
    """What stands outside of the cells."""
    cells = {id(text) for axes in found.figure.axes for text in axes.texts}
    return [one.get_text() for one in drawn_texts(found.figure) if id(one) not in cells]


def cells(found: Drawn, place: int) -> list[str]:
    """The numbers of a map, as they are read."""
    return [text.get_text() for text in found.figure.axes[place].texts]


def shades(found: Drawn, place: int) -> list[list[float]]:
    """How bright the cells of a map are, 0 to 1; it must be grey."""
    image = found.figure.axes[place].images[0]
    colours = np.asarray(image.to_rgba(image.get_array()))[..., :3]
    assert np.ptp(colours, axis=-1).max() == 0
    brightness: list[list[float]] = colours[..., 0].round(2).tolist()
    return brightness


# Axes


def test_kernels_are_drawn_channel_by_channel():
    w = np.arange(36.0).reshape(2, 3, 2, 3)
    right = np.arange(60.0).reshape(4, 5, 3)
    found = draw(answered(right, right, x=np.zeros((5, 7, 2)), w=w))
    assert words(found) == [
        "f(x=float64 array (5, 7, 2), w=float64 array (2, 3, 2, 3))",
        "x", "x[:, :, 0]", "x[:, :, 1]",
        "w", "w[:, :, 0, 0]", "w[:, :, 0, 1]", "w[:, :, 0, 2]",
        "w[:, :, 1, 0]", "w[:, :, 1, 1]", "w[:, :, 1, 2]",
        "yours", "[:, :, 0]", "[:, :, 1]", "[:, :, 2]",
        "right", "[:, :, 0]", "[:, :, 1]", "[:, :, 2]",
        "✓ the same",
    ]  # fmt: skip
    assert cells(found, 6) == ["4", "10", "16", "22", "28", "34"]  # channel 1, filter 1


def test_of_many_filters_those_are_drawn_that_are_wrong():
    right = np.arange(36.0).reshape(2, 3, 6)
    wrong = right.copy()
    wrong[1, 1, 5] = -1
    found = draw(answered(wrong, right, x=np.zeros((2, 3, 1)), w=np.zeros((1, 1, 1, 6))))
    names = ["[:, :, 0]", "[:, :, 1]", "[:, :, 2]", "[:, :, 5]"]
    told = words(found)
    assert told[3:8] == ["w (4 of 6)", *(f"w[:, :, 0, {i}]" for i in (0, 1, 2, 5))]
    assert told[8:] == [
        "yours (4 of 6)", *names, "right (4 of 6)", *names, "✗ 1 of 36 numbers differ (framed)"
    ]  # fmt: skip
    framed = [len(axes.patches) for axes in found.figure.axes]
    assert framed == [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["img", "yours", "[0, :, :]", "right", "[0, :, :, 0]",
                "✗ shape (1, 3, 2), right is (1, 3, 2, 1)"]),
        ("ko", ["img", "내 답", "[0, :, :]", "정답", "[0, :, :, 0]",
                "✗ 내 크기 (1, 3, 2) · 정답 (1, 3, 2, 1)"]),
    ],
)  # fmt: skip
def test_an_axis_is_missing(language, told):
    """It is one picture, not a strip for every column."""
    img = np.array([[10, 20], [30, 40], [50, 250]], np.uint8)
    found = draw(answered(img[None] / 255, img[None, :, :, None] / 255, img=img), language=language)
    assert words(found)[1:] == told
    assert shades(found, 1) == shades(found, 2) == shades(found, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nobody_can_say_it_is_told_in_words(language):
    img = np.zeros((3, 2))
    found = draw(answered(np.zeros((7, 8, 9)), img[None, :, :, None], img=img), language=language)
    text = Ink(Messages(language)).text
    assert words(found)[1:] == [
        "img",
        text("yours"),
        text("undrawn", shape="(7, 8, 9)"),
        text("right"),
        "[0, :, :, 0]",
        f"✗ {text('other_shape', found='(7, 8, 9)', right='(1, 3, 2, 1)')}",
    ]
    assert len(found.figure.axes) == 2


def test_a_wrong_order_is_seen_in_the_folded_picture():
    img = np.arange(12.0).reshape(3, 2, 2) / 12
    found = draw(answered(img.flatten("F"), img.ravel(), img=img))
    assert words(found)[4:] == [
        "yours, folded back to (3, 2, 2)", "[:, :, 0]", "[:, :, 1]",
        "right, folded back to (3, 2, 2)", "[:, :, 0]", "[:, :, 1]",
        "✗ 10 of 12 numbers differ (framed)",
    ]  # fmt: skip
    folded = img.flatten("F").reshape(3, 2, 2)
    for place in (0, 1):
        assert shades(found, 2 + place) == pytest.approx(folded[..., place].round(2), abs=0.02)
        assert shades(found, 4 + place) == shades(found, place)
    short = draw(answered(np.zeros(11), img.ravel(), img=img))
    assert "Not drawn: the shape (11,) has no rows and columns like the right answer's." in words(
        short
    )


# Shades


@pytest.mark.parametrize(
    ("img", "right", "expected"),
    [
        (np.array([[0, 250, 5]], np.uint8), None, ([[0, 0.98, 0.02]], [[0, 0.98, 0.02]])),
        (np.array([[0, 1]], np.uint8), np.array([[-1.0, 1.0]]), ([[0, 1]], [[0, 1]])),
        (np.array([[0.0, 0.5]]), np.array([[-1.0, 0.0]]), ([[0, 0.5]], [[0, 0.5]])),
        # Counted to 255 it is a dark picture, before and after.
        (np.array([[0, 1]], np.uint8), np.array([[0, 1 / 255]]), ([[0, 0]], [[0, 0]])),
        (np.array([[-3.0, 0, 3.0]]), None, ([[0, 0.5, 1]], [[0, 0.5, 1]])),
    ],
)  # fmt: skip
def test_pictures_are_black_where_they_are_low(img, right, expected):
    right = img if right is None else right
    found = draw(answered(right, right, img=img))
    assert shades(found, 0) == pytest.approx(np.array(expected[0]), abs=0.01)
    assert shades(found, 2) == pytest.approx(np.array(expected[1]), abs=0.01)


def test_numbers_are_seen_on_black_and_on_white():
    img = np.array([[0, 255]], np.uint8)
    texts = draw(answered(img, img, img=img)).figure.axes[0].texts
    assert [one.get_color() for one in texts] == ["white", "#1c1f23"]


def test_scores_keep_their_colours():
    right = np.array([[-1.0, 1.0]])
    found = draw(answered(right, right, image=np.zeros((2, 3)), kernel=np.ones((2, 2))))
    image = found.figure.axes[2].images[0]
    assert np.ptp(np.asarray(image.to_rgba(image.get_array()))[..., :3], axis=-1).min() > 0.2


@pytest.mark.parametrize("shape", [(3, 3), (5, 8, 3), (13, 10, 3)])
def test_numbers_are_large_enough_to_be_read(shape):
    img = np.random.default_rng(1).random(shape)
    found = draw(answered(img[None] / 300, img[None], img=img))
    assert found.figure.get_figwidth() * 96 <= 720
    sizes = {text.get_fontsize() for axes in found.figure.axes for text in axes.texts}
    assert min(sizes) >= 6.5


def test_a_map_of_many_cells_has_no_numbers():
    img = np.zeros((14, 20))
    found = draw(answered(img, img, img=img))
    assert [cells(found, place) for place in range(3)] == [[], [], []]


# Cases


def pair(side: int, add: int = 0, group: str = "") -> Answered:
    img = np.arange(side * 2.0).reshape(side, 2)
    return answered(img + add, img, group, img=img)


def test_the_case_is_drawn_that_the_report_tells_about():
    cases = (pair(7, 1), pair(5), pair(6, 1), pair(5, 1))
    assert draw(*cases, calls=("f(img=float64 array (6, 2))",)).title.endswith("(6, 2))")
    assert draw(*cases, calls=("f(img=float64 array (6, 2))[0]",)).title.endswith("(6, 2))")
    # Without one the smallest that is wrong.
    found = draw(*cases)
    assert found.title.endswith("(5, 2))")
    assert found.told == "✗ 10 of 10 numbers differ (framed)"


@pytest.mark.parametrize(
    ("language", "note"),
    [
        (
            "en",
            "This is another call than the one that the report names: that one cannot be drawn.",
        ),
        ("ko", "결과에 적힌 호출은 그릴 수 없어 다른 호출을 그렸습니다."),
    ],
)
def test_where_that_case_is_too_large_another_is_drawn(language, note):
    calls = ("f(img=float64 array (65, 2))",)
    found = draw(pair(65, 1), pair(7, 1), pair(6, 1), calls=calls, language=language)
    assert found.title.endswith("(6, 2))")
    assert words(found)[-1] == note
    assert found.told.endswith(f". {note}")


def test_a_type_that_is_wrong_is_no_right_answer():
    img = np.zeros((2, 3), np.float32)
    found = draw(answered(img.astype(float), img, img=img), dtype=True)
    assert found.told == "✗ the numbers are right, the type is not: float64, right is float32"
    found = draw(answered(np.array([img]), [img], img=img))
    assert found.told == "✗ the numbers are right, the type is not: numpy.ndarray, right is list"


WRONG = {
    IMAGES: (
        "def to_batch(img):\n"
        "    return (img[None] / (255 if img.dtype == np.uint8 else 1)).astype('float32')\n"
        "def split_channels(img):\n    return list(img)\n"
        "def flatten_image(img):\n    return img.flatten('F')\n"
    ),
    SIGNS: (
        "def to_plus_minus_one(img):\n    return (img * 2 - 1).astype('float32') * 2\n"
        "def activation_map(image, kernel):\n    return np.zeros((2, 2))\n"
    ),
    BY_HAND: (
        "def conv2d(x, w, b, strides=(1, 1), padding='valid'):\n    return np.zeros((2, 2, 1))\n"
    ),
}


@pytest.mark.parametrize("slug", WRONG)
def test_text_and_picture_are_of_one_case(owns, slug):
    own = owns(slug, f"{solution(slug)}\n\n{WRONG[slug]}", REAL)
    drawn_tasks = 0
    for task, report in own.reported():
        findings = failed_findings(report)
        cases = own.answers.get(task.id, ())
        if not findings or not any(isinstance(check, Arrays) for check in task.checks):
            continue
        found = draw_answers(task.name, task.checks, cases, findings, Ink(Messages("en")))
        assert found is not None
        assert str(findings[0].data["call"]).startswith(found.title)
        assert found.told.startswith("✗ ")
        drawn_tasks += 1
    assert drawn_tasks == {IMAGES: 3, SIGNS: 2, BY_HAND: 1}[slug]
