"""Remarks that need no more than what came of one call."""

from __future__ import annotations

import ast

import pytest

from grader.judge.remarks import remarks
from grader.report.model import Finding
from grader.run.evidence import Outcome
from grader.spec import Trained, Values

from .building import asked, task

TASK = task(Trained(3, "", test=60, epochs=4, bar_of="9.1 plain"))
RIGHT = Finding("trained", "pass", "trained.pass", 3, 3)
CAME = {"fits": 1, "learned": ["training"], "watched": ["nothing"]}


def codes(found, *findings):
    said = remarks(TASK, findings, [asked(None, found)], None, {}, {})
    assert all((one.status, one.points, one.max_points) == ("pass", 0, 0) for one in said)
    return [one.code for one in said]


@pytest.mark.parametrize(
    ("came", "remarked"),
    [
        (CAME, ["remark.watched_nothing"]),
        ({**CAME, "watched": ["validation"]}, []),
        ({**CAME, "learned": ["all"]}, []),  # the verdict says that this is none of the runner's
        (Outcome(stopped="time"), []),
    ],
)
def test_how_a_network_was_taught(came, remarked):
    assert codes(came, RIGHT) == remarked


def test_nothing_besides_a_named_mistake_or_where_nothing_was_judged():
    wrong = Finding("trained", "fail", "trained.short", 0, 3, mistake="too_few_epochs")
    assert codes(CAME, wrong) == codes(CAME) == []
    low = Finding("trained", "fail", "trained.low", 0, 3)
    assert codes(CAME, low) == ["remark.watched_nothing"]


WRONG = Finding("values", "fail", "value.wrong", 0, 1)
LOOP = """
def f(n):
    seen = []
    for i in range(n):
        {body}
        return seen
    return seen
"""


@pytest.mark.parametrize(
    ("body", "finding", "lines"),
    [
        ("seen.append(i)", WRONG, [6]),
        ("if i < 3: continue", WRONG, []),  # it may well go round
        ("seen.append(i)", Finding("values", "pass", "pass", 1, 1), []),
        ("seen.append(i)", Finding("values", "fail", "value.wrong", 0, 1, mistake="squares"), []),
    ],
)
def test_a_loop_that_ends_in_its_first_round(body, finding, lines):
    tree = ast.parse(LOOP.format(body=body))
    said = remarks(task(Values(1)), [finding], [asked(1, 2, n=1)], tree, {}, {})
    assert [(one.code, one.line) for one in said] == [("remark.returns_in_loop", n) for n in lines]
