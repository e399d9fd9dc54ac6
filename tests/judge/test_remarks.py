"""Remarks that need no more than what came of one call."""

from __future__ import annotations

import pytest

from grader.judge.remarks import remarks
from grader.report.model import Finding
from grader.run.evidence import Outcome
from grader.spec import Trained

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
