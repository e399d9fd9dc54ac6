from __future__ import annotations

import base64
import json
from dataclasses import replace
from fractions import Fraction

import pytest

from grader.messages import Messages
from grader.report.github_classroom import classroom_data, classroom_result

from .building import (
    BROKEN,
    DONE,
    EVERYTHING,
    HOSTILE,
    NETWORK,
    NUMBERS,
    PARTLY,
    UNTOUCHED,
    exercise,
    finding,
    passed,
    report,
    task,
)
from .test_github import acted_on

EN, KO = Messages("en"), Messages("ko")


def totals(result):
    """What GitHub's reporter prints, and what it notifies Classroom of."""
    tests = result["tests"]
    share = Fraction(sum(test["status"] == "pass" for test in tests), len(tests))
    return share * Fraction(result["max_score"]), sum(Fraction(test["score"]) for test in tests)


@pytest.mark.parametrize(
    ("exercises", "status", "points", "most"),
    [
        ((DONE,), "pass", 2, 2),
        ((UNTOUCHED,), "fail", 0, 2),
        ((PARTLY, NUMBERS), "fail", 2.5, 10.5),
        ((DONE, BROKEN), "error", 2, 2),
        ((UNTOUCHED, PARTLY, NUMBERS, DONE, NETWORK, BROKEN), "error", 7.5, 21.5),
    ],
)
def test_both_totals_of_classroom_are_the_points(exercises, status, points, most):
    result = classroom_data(report(*exercises), EN)
    assert (result["version"], result["status"], result["max_score"]) == (1, status, most)
    assert totals(result) == (points, points)


def test_a_whole_result():
    one = exercise(
        "03",
        "Sizes",
        "크기",
        task(
            "3.1",
            "f",
            passed("values", 1),
            finding("shapes", "limit", "run.time", 1, data={"call": "f(n=9)"}),
            finding("layers", "blocked", "blocked.same_cause", 1),
        ),
    )
    empty = {"test_code": "", "filename": "sizes.py", "line_no": 0, "duration": 0}
    slow = "f(n=9) · 허용된 시간을 넘겼습니다. 끝나지 않는 반복문이 있나요?"
    expected = {
        "version": 1,
        "status": "fail",
        "max_score": 3,
        "tests": [
            {"name": "3.1 f 1/3", "status": "pass", "score": 1, "message": "", **empty},
            {"name": "3.1 f 2/3", "status": "fail", "score": 0, "message": slow, **empty},
            {"name": "3.1 f 3/3", "status": "fail", "score": 0, "message": "", **empty},
        ],
    }
    encoded = classroom_result(report(one), KO)
    assert json.loads(base64.b64decode(encoded)) == expected == classroom_data(report(one), KO)


def test_what_was_graded_of_a_task_counts_beside_what_was_not():
    broken = finding("accuracy", "error", "grader.error", 3, data={"why": "no room"})
    one = exercise("07", "Mixed", "섞임", task("7.1", "f", passed("shapes", 2), broken))
    result = classroom_data(report(one), EN)
    assert (result["status"], result["max_score"]) == ("error", 2)
    assert totals(result) == (2, 2)


@pytest.mark.parametrize("exercises", [(), (BROKEN,), (BROKEN, UNTOUCHED)])
def test_no_grade_where_nothing_was_graded(exercises):
    assert classroom_result(report(*exercises), EN) is None


def test_points_of_many_parts_are_one_test_each():
    odd = [
        task(f"1.{n}", "f", replace(passed("values", n), points=n / part))
        for n, part in enumerate((1, 7, 11, 13), 1)
    ]
    result = classroom_data(report(exercise("01", "Odd", "홀수", *odd)), EN)
    shown = [(t["name"], t["status"], round(t["score"], 3)) for t in result["tests"]]
    assert shown == [
        ("1.1 f", "pass", 1),
        ("1.2 f", "fail", 0.286),
        ("1.3 f", "fail", 0.273),
        ("1.4 f", "fail", 0.308),
    ]


def test_every_test_has_what_the_reporter_reads():
    for one in (EVERYTHING, report(HOSTILE)):
        result = classroom_data(one, EN)
        assert result["max_score"] > 0
        for test in result["tests"]:
            assert type(test["score"]) in (int, float)
            assert test["status"] in ("pass", "fail", "error")
            assert acted_on(f"Error: {test['message']}\n{test['message']}\n{test['name']}") == []
