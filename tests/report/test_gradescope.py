from __future__ import annotations

import json
from dataclasses import replace

import pytest

from grader.classroom.policy import VISIBILITIES, Policy
from grader.messages import Messages
from grader.reference import CHECKS
from grader.report.gradescope import results, to_gradescope

from .building import (
    BROKEN,
    DONE,
    EVERYTHING,
    HOSTILE,
    NETWORK,
    NUMBERS,
    UNTOUCHED,
    exercise,
    finding,
    passed,
    report,
    task,
)

EN, KO = Messages("en"), Messages("ko")
HELD = [("process", True), ("network", True)]
MIXED = replace(
    report(
        exercise(
            "07",
            "Same or valid",
            "same과 valid",
            task(
                "7.1",
                "build_net",
                passed("shapes", 1.5),
                finding("accuracy", "error", "grader.error", 3, data={"why": "no room"}),
                finding(
                    "values",
                    "fail",
                    "value.wrong",
                    2,
                    data={
                        "call": "f(n=3)",
                        "found": "5",
                        "expected": "6",
                        "wrong": 1,
                        "asked": 1,
                        "source": "return n",
                    },
                    mistake="forgets_plus_one",
                    line=4,
                ),
                finding("remark", "pass", "remark.library", 0, data={"name": "f"}),
            ),
            printed="what a hidden check asks",
        )
    ),
    environment={"kit": "0.1.0", "seed": 7, "sandbox": "isolated", "protections": HELD},
)
WALLS = (
    "Your code ran in a sandbox (isolated): no network, no other process, no file but Python's own"
    " and a scratch folder."
)


def test_a_whole_result():
    assert results(MIXED, EN) == {
        "score": 1.5,
        "execution_time": 1.235,
        "output": "! Something could not be graded through no fault of yours; the points are"
        " provisional.\n"
        "Not graded, and not counted in the points: 7.1 build_net.\n"
        "1.5 of 6.5 points\n"
        "! 07 Same or valid: not graded, 1.5 / 6.5\n" + WALLS,
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "extra_data": {
            "provisional": True,
            "environment": {
                "kit": "0.1.0",
                "seed": 7,
                "sandbox": "isolated",
                "protections": HELD,
            },
        },
        "tests": [
            {
                "name": "build_net · shapes",
                "number": "7.1.1",
                "status": "passed",
                "tags": ["07_same_or_valid", "shapes", "pass"],
                "visibility": "visible",
                "score": 1.5,
                "max_score": 1.5,
                "output": "right\nBy the way: `f` asks Keras for the answer. It is right and costs"
                " nothing, but writing it by hand is what teaches.",
            },
            {
                "name": "build_net · accuracy · not graded",
                "number": "7.1.2",
                "status": "failed",
                "tags": ["07_same_or_valid", "accuracy", "error"],
                "visibility": "visible",
                "output": "The grader itself failed here; this costs you nothing. Please report"
                " it: no room\n"
                "Not graded. This is no zero: the points leave it out until it is graded again.",
            },
            {
                "name": "build_net · values",
                "number": "7.1.3",
                "status": "failed",
                "tags": ["07_same_or_valid", "values", "fail"],
                "visibility": "visible",
                "score": 0.0,
                "max_score": 2,
                "output": "f(n=3) gives 5. Your answer takes jumps and places for the same"
                " number. Where does the window stand before its first jump?\n"
                "same_or_valid.py:4  return n",
            },
        ],
    }


def test_the_language_changes_words_only():
    english, korean = results(EVERYTHING, EN), results(EVERYTHING, KO)
    assert korean.pop("output").split("\n")[:3] == [
        "! 여러분의 잘못이 아닌 이유로 채점하지 못한 부분이 있어 점수는 잠정적입니다.",
        "채점하지 못해 점수에 넣지 않은 과제: 8.1 pool",
        "25.5점 만점에 7.5점",
    ]
    assert english.pop("output").split("\n")[-1].startswith("`output_size.py` is not saved as")
    assert [t.pop("name") for t in korean["tests"]][-1] == "pool · 배열 · 채점 못 함"
    assert [t.pop("name") for t in english["tests"]][-1] == "pool · arrays · not graded"
    for test in (*korean["tests"], *english["tests"]):
        assert test.pop("output")
    assert korean == english


def test_scores_add_up_to_the_total_as_far_as_they_are_known():
    """Gradescope takes the total in place of the sum: the two have to agree."""
    found = results(EVERYTHING, EN)
    graded = [test for test in found["tests"] if "score" in test]
    assert sum(test["score"] for test in graded) == found["score"] == 7.5
    assert sum(test["max_score"] for test in graded) == 25.5 - 4
    assert len({test["number"] for test in found["tests"]}) == len(found["tests"])


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_a_check_is_as_visible_as_the_rules_say(visibility):
    found = results(report(NETWORK), EN, Policy(visibility={"accuracy": visibility}))
    assert [(test["number"], test["visibility"]) for test in found["tests"]] == [
        ("7.1.1", "visible"),
        ("7.1.2", "visible"),
        ("7.2.1", "visible"),
        ("7.3.1", visibility),
    ]


def test_what_everybody_sees_says_nothing_of_what_is_hidden():
    found = results(report(DONE, NETWORK), EN, Policy(visibility={"7.3": "hidden"}))
    assert found["output"] == (
        "✓ 04 Done: right, 2 / 2\n"
        "Some checks are not shown here now; nothing is said about what they found."
    )


def test_what_was_printed_may_show_a_hidden_check_and_stays_out():
    for text in (to_gradescope(MIXED, EN), to_gradescope(report(NUMBERS), EN)):
        assert text is not None
        assert "what a hidden check asks" not in text
        assert "[bold]" not in text


@pytest.mark.parametrize(
    ("exercises", "scored"),
    [
        ((BROKEN,), False),
        ((BROKEN, UNTOUCHED), False),
        ((BROKEN, DONE), True),
        ((UNTOUCHED,), True),
        ((DONE,), True),
    ],
)
def test_no_zero_for_what_the_grader_failed_at(exercises, scored):
    assert (to_gradescope(report(*exercises), EN) is not None) is scored


def test_hostile_texts_are_plain_and_the_file_is_json():
    text = to_gradescope(report(HOSTILE), KO)
    assert text is not None
    text.encode()
    outputs = "".join(test["output"] for test in json.loads(text)["tests"])
    assert "<script>alert(1)</script>" in outputs  # Gradescope is told that it is text
    assert not set(outputs) & set("\x00\x1b\ud800\u202e")


@pytest.mark.parametrize("messages", [EN, KO])
def test_every_check_has_a_name(messages):
    assert [name for name in CHECKS if not messages.has("check", name)] == []
