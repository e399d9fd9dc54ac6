from __future__ import annotations

from dataclasses import replace

import pytest

from grader.messages import Messages
from grader.report.model import Finding
from grader.report.words import explanation, message, questions, sentence, walls

DATA = {"call": "f(n=13, k=8)", "found": "5", "expected": "6", "wrong": 2, "asked": 9}
UNNAMED = Finding("values", "fail", "value.wrong", 0.0, 2, DATA)
NAMED = Finding("values", "fail", "value.wrong", 0.0, 2, DATA, mistake="forgets_plus_one")
NETWORK = {
    "layer": 1,
    "layer_text": "Conv2D(2, 3)",
    "expected": "20",
    "found": "18",
    "why": "2*9 = 18",
}
WITHOUT_OWN_WORDS = Finding(
    "params", "fail", "params.mismatch", 0.0, 2, NETWORK, mistake="forgets_bias"
)


@pytest.mark.parametrize(
    ("finding", "language", "expected"),
    [
        (UNNAMED, "en", "f(n=13, k=8) gives 5; expected 6 (wrong in 2 of 9 cases)."),
        (UNNAMED, "ko", "f(n=13, k=8) · 기대: 6 · 결과: 5 · 틀린 경우: 9개 중 2개"),
        (NAMED, "en", "f(n=13, k=8) gives 5."),
        (NAMED, "ko", "f(n=13, k=8) · 결과: 5"),
        (
            WITHOUT_OWN_WORDS,
            "en",
            "Layer 1, Conv2D(2, 3), has 2*9 = 18 parameters; expected 20.",
        ),
    ],
)
def test_a_named_mistake_gives_no_answer_away(finding, language, expected):
    assert message(finding, Messages(language)) == expected


LONG = "kind='avg', size=(2, 3), strides=(3, 1), padding='same'"
SHAPE = {
    "layer": 1,
    "layer_text": "AveragePooling2D((2, 3), strides=(3, 1))",
    "expected": "(19, 13, 1)",
    "found": "(18, 11, 1)",
    "why": "floor((55 - 2) / 3) + 1 = 18",
}


@pytest.mark.parametrize(
    ("arguments", "mistake", "expected"),
    [
        (
            LONG,
            None,
            f"{LONG}: Layer 1, AveragePooling2D((2, 3), strides=(3, 1)), gives the shape"
            " (18, 11, 1), because floor((55 - 2) / 3) + 1 = 18; expected (19, 13, 1).",
        ),
        # Together with the question these are four lines.
        (
            "padding='same'",
            "pool_unpadded",
            "padding='same': Layer 1, AveragePooling2D, gives the shape (18, 11, 1), because"
            " floor((55 - 2) / 3) + 1 = 18; expected (19, 13, 1).",
        ),
        (
            "kind='avg', size=(2, 3), strides=(3, 1)",
            "pool_unpadded",
            "kind='avg', size=(2, 3), strides=(3, 1): Layer 1 (AveragePooling2D): (18, 11, 1),"
            " because floor((55 - 2) / 3) + 1 = 18; expected (19, 13, 1).",
        ),
        (
            LONG,
            "pool_unpadded",
            f"{LONG}: Layer 1: (18, 11, 1), because floor((55 - 2) / 3) + 1 = 18;"
            " expected (19, 13, 1).",
        ),
        (
            f"names=['edge', 'blur'], {LONG}",
            "pool_unpadded",
            "names=['edge', 'blur'], kind='avg', size=(2, 3), …: Layer 1: (18, 11, 1), because"
            " floor((55 - 2) / 3) + 1 = 18; expected (19, 13, 1).",
        ),
        (
            f"names={['edge'] * 20}",
            "pool_unpadded",
            "names=['edge', 'edge…: Layer 1: (18, 11, 1), because"
            " floor((55 - 2) / 3) + 1 = 18; expected (19, 13, 1).",
        ),
        (
            "",
            "pool_unpadded",
            "Layer 1, AveragePooling2D((2, 3), strides=(3, 1)), gives the shape (18, 11, 1),"
            " because floor((55 - 2) / 3) + 1 = 18; expected (19, 13, 1).",
        ),
    ],
)
def test_what_built_a_network_is_told_as_far_as_it_fits(arguments, mistake, expected):
    data = {"call": f"f({arguments})", **SHAPE}
    finding = Finding("shapes", "fail", "shape.mismatch", 0.0, 2, data, mistake=mistake)
    assert message(finding, Messages("en")) == expected


def test_what_built_a_network_is_told_of_what_it_computes_too():
    data = {"call": "f(size=2)", "input": "(1, 7, 8, 3)", "expected": "(1, 3)", "found": "(1, 2)"}
    finding = Finding("outputs", "fail", "outputs.shape", 0.0, 2, data)
    assert message(finding, Messages("en")) == (
        "size=2: For pictures of the shape (1, 7, 8, 3) the model gives the shape (1, 2);"
        " expected (1, 3)."
    )


HELD = [("process", True), ("network", True), ("files", True)]


@pytest.mark.parametrize(
    ("environment", "language", "told"),
    [
        ({}, "en", ""),
        ({"sandbox": None, "protections": []}, "ko", ""),
        (
            {"sandbox": "isolated", "protections": HELD},
            "en",
            "Your code ran in a sandbox (isolated): no network, no other process, no file but"
            " Python's own and a scratch folder.",
        ),
        (
            {"sandbox": "confined", "protections": HELD},
            "ko",
            "코드를 샌드박스(confined)에서 실행했습니다. 네트워크와 다른 프로세스에 닿을 수 없고,"
            " 파이썬 자체와 임시 폴더 말고는 어떤 파일도 볼 수 없었습니다.",
        ),
        (
            {"sandbox": "none", "protections": [*HELD[:1], ("network", False), ("files", False)]},
            "en",
            "Your code ran without a full sandbox: fine for your own files, not for those of"
            " others. It could have reached: the network, other files.",
        ),
    ],
)
def test_what_held_the_code_is_told_in_one_sentence(environment, language, told):
    assert walls(environment, Messages(language)) == told


def test_the_question_of_a_mistake():
    assert questions(UNNAMED, Messages("en")) == []
    assert questions(NAMED, Messages("en")) == [
        "Your answer takes jumps and places for the same number."
        " Where does the window stand before its first jump?"
    ]
    both = questions(replace(NAMED, also="drops_bias"), Messages("en"))
    assert both[1:] == [Messages("en").text("mistake", "drops_bias")]


def test_what_an_exception_means_comes_before_its_own_words():
    data = {"call": "f(n=1)", "error": "TypeError", "message": "too much"}
    explained = {**data, "explanation": {"code": "no_layer", "data": {"name": "conv"}}}
    plain = Finding("values", "fail", "call.raised", 0.0, 2, data)
    finding = Finding("values", "fail", "call.raised", 0.0, 2, explained)
    english = (
        "No layer of this model is named `conv`. Which names does `model.summary()` list?",
        "f(n=1) raises TypeError: too much",
    )
    assert explanation(plain, Messages("en")) is None
    assert sentence(plain, Messages("en")) == english[1]
    assert explanation(finding, Messages("en")) == english[0]
    assert message(finding, Messages("en")) == english[1]
    assert sentence(finding, Messages("en")) == " ".join(english)


def test_both_in_one_line():
    assert (
        sentence(UNNAMED, Messages("ko"))
        == "f(n=13, k=8) · 기대: 6 · 결과: 5 · 틀린 경우: 9개 중 2개"
    )
    assert sentence(NAMED, Messages("ko")) == (
        "f(n=13, k=8) · 결과: 5 · 건너뛴 횟수와 멈춘 자리의 수를 같다고 보았습니다."
        " 한 번도 건너뛰기 전에 창은 어디에 서 있을까요?"
    )


@pytest.mark.parametrize(
    ("call", "begins"),
    [("f(flatten=True)", "flatten=True: There is"), ("f()", "f(): There is"), ("", "There is")],
)
def test_a_free_design_is_told_with_the_call_that_built_it(call, begins):
    wrong = Finding("design", "fail", "design.convolution", 0.0, 2, {"call": call})
    assert message(wrong, Messages("en")).startswith(f"{begins} no convolution")
