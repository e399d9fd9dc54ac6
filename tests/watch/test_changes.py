"""What is told to have changed between two reports of one exercise."""

from __future__ import annotations

import pytest

from grader.messages import Messages
from grader.watch.changes import changes, standing, told
from tests.report.building import exercise, finding, passed, task

RIGHT = passed("shapes", 1)
OPEN = finding("shapes", "todo", "todo", 1)
WRONG = finding("shapes", "fail", "shape.mismatch", 1, mistake="forgets_padding")
OTHERWISE = finding("shapes", "fail", "shape.mismatch", 1, mistake="ignores_stride")
ENDLESS = finding("shapes", "limit", "limit.time", 1)
FAILED = finding("shapes", "error", "grader.error", 1)
COUNTED = passed("params", 1)
MISCOUNTED = finding("params", "fail", "params.mismatch", 1)
FOLLOWS = finding("params", "blocked", "blocked.same_cause", 1)


def of(*findings):
    return exercise("07", "Same or valid", "same", task("7.1", "build_probe", *findings))


def news(before, after, language="en"):
    found = changes(standing(before) if before else {}, after)
    return [told(one, Messages(language)) for one in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (of(OPEN), of(OPEN), []),
        (of(OPEN), of(RIGHT), ["7.1 build_probe: now right"]),
        (of(WRONG), of(RIGHT), ["7.1 build_probe: now right"]),
        (of(RIGHT), of(WRONG), ["7.1 build_probe: now wrong"]),
        (of(WRONG), of(WRONG), []),
        (of(WRONG), of(OTHERWISE), ["7.1 build_probe: wrong in another way"]),
        (of(WRONG), of(ENDLESS), ["7.1 build_probe: stopped now"]),
        (of(RIGHT), of(FAILED), ["7.1 build_probe: not graded now"]),
        (of(WRONG), of(OPEN), ["7.1 build_probe: not started again"]),
        (None, of(RIGHT), ["7.1 build_probe: now right"]),
        (
            of(WRONG, MISCOUNTED),
            of(RIGHT, MISCOUNTED),
            ["7.1 shapes: now right"],
        ),
        (of(RIGHT, MISCOUNTED), of(RIGHT, COUNTED), ["7.1 build_probe: now right"]),
        (of(RIGHT, COUNTED), of(WRONG, FOLLOWS), ["7.1 shapes: now wrong"]),
        (of(WRONG, FOLLOWS), of(OTHERWISE, FOLLOWS), ["7.1 build_probe: wrong in another way"]),
        (
            of(WRONG, MISCOUNTED),
            of(OTHERWISE, FOLLOWS),
            ["7.1 build_probe: wrong in another way"],
        ),
    ],
)
def test_what_is_new(before, after, expected):
    assert news(before, after) == expected


def test_in_korean():
    assert news(of(WRONG, MISCOUNTED), of(RIGHT, MISCOUNTED), "ko") == [
        "7.1 출력 크기: 이제 맞았습니다"
    ]


@pytest.mark.parametrize(
    ("language", "group", "expected"),
    [
        ("en", "strokes", "2.3 arrays (strokes): now right"),
        ("ko", "strokes", "2.3 배열 (획): 이제 맞았습니다"),
        ("ko", "a new one", "2.3 배열 (a new one): 이제 맞았습니다"),
    ],
)
def test_which_cases_of_a_check(language, group, expected):
    wrong = finding("arrays", "fail", "array.values", 2, group=group)
    right = finding("arrays", "pass", "pass", 2, group=group)
    rest = finding("arrays", "fail", "array.values", 2, group="numbers")
    before = exercise("02", "X or O", "X", task("2.3", "slide", wrong, rest))
    after = exercise("02", "X or O", "X", task("2.3", "slide", right, rest))
    assert news(before, after, language) == [expected]


def test_a_check_that_was_not_asked_this_time_is_no_news():
    """Accuracy is asked after the rest: that it is missing meanwhile means nothing."""
    trained = of(RIGHT, passed("accuracy", 2))
    assert news(trained, of(RIGHT)) == []
