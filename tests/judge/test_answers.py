from __future__ import annotations

import numpy as np
import pytest

from grader.judge.answers import as_pads, judge_committed, judge_leads
from grader.report.model import Finding
from grader.run.evidence import Outcome
from grader.spec import Committed, Leads

from .building import asked, context, entered, error

NAN, INF = float("nan"), float("inf")
LEADS = Leads(2, size=11, kernel=4, strides=2)
"""The solution pads 1 and 2 zeros: (11 + 3 - 4) // 2 + 1 = 6."""
RIGHT = ((1, 2), (1, 2))


def leads(found):
    return judge_leads(context(LEADS, asked(RIGHT, found, k=4)))


@pytest.mark.parametrize(
    "found",
    [RIGHT, [[1, 2], [2, 1]], ((3, 0), (0, 3)), ((2, 2), (1, 2)), 2, (2, 2), np.array(2)],
)
def test_any_padding_that_leads_there_is_right(found):
    assert leads(found) == Finding("leads", "pass", "pass", 2, 2)


@pytest.mark.parametrize(
    ("found", "code", "data"),
    [
        (1, "leads.elsewhere", {"found": "1", "sizes": "(5, 5)", "size": 11}),
        (((1, 2), (0, 0)), "leads.elsewhere", {"found": "((1, 2), (0, 0))", "sizes": "(6, 4)"}),
        (None, "value.none", {"found": "None"}),
        ("same", "leads.form", {"found": "'same'", "found_type": "str"}),
        (1.0, "leads.form", {"found_type": "float"}),
        (True, "leads.form", {"found_type": "bool"}),
        (-1, "leads.form", {}),
        ((1, 2, 3), "leads.form", {}),
        (((1, 2), 3), "leads.form", {}),
        (Outcome(stopped="time"), "run.time", {}),
    ],
)
def test_other_paddings(found, code, data):
    finding = leads(found)
    assert (finding.code, finding.points) == (code, 0.0)
    assert {**finding.data, **data, "call": "f(k=4)"} == finding.data


def test_a_named_mistake():
    with entered(pads_one=lambda k: 1):
        assert leads(1).mistake == "pads_one"


@pytest.mark.parametrize(
    ("value", "pads"),
    [
        (0, ((0, 0), (0, 0))),
        ((1, 2), ((1, 1), (2, 2))),
        ([(1, 2), (3, 4)], ((1, 2), (3, 4))),
        ((1, (2, 3)), None),
        (10_001, None),
    ],
)
def test_the_forms_of_zero_padding(value, pads):
    assert as_pads(value) == pads


EXPECTED = {"right": 0.9, "wrong": 0.3}


def committed(found):
    return judge_committed(context(Committed(1), asked(EXPECTED, found)))


@pytest.mark.parametrize(
    "found",
    [
        {"right": 0.1, "wrong": 0.2},
        {"right": 0, "wrong": 1},
        {"right": np.array(0.5), "wrong": 0.5, "more": None},
    ],
)
def test_any_prediction_will_do(found):
    assert committed(found) == Finding("committed", "pass", "pass", 1, 1)


RANGE = {"low": "0", "high": "1"}


@pytest.mark.parametrize(
    ("found", "code", "data"),
    [
        ({"right": 0.1}, "committed.missing", {"key": "'wrong'"}),
        ({"right": None, "wrong": 0.1}, "committed.missing", {"key": "'right'"}),
        ({"right": 90, "wrong": 0.1}, "committed.range", {"key": "'right'", "found": "90"}),
        ({"right": -0.1, "wrong": 0.1}, "committed.range", {"found": "-0.1", **RANGE}),
        ({"right": NAN, "wrong": 0.1}, "committed.range", {"found": "nan"}),
        ({"right": INF, "wrong": 0.1}, "committed.range", {"found": "inf"}),
        ({"right": True, "wrong": 0.1}, "committed.range", {"found": "True"}),
        ({"right": "0.9", "wrong": 0.1}, "committed.range", {"found": "'0.9'"}),
        ({"right": 10**400, "wrong": 0.1}, "committed.range", {}),
        ([0.9, 0.3], "value.type", {"found_type": "list", "expected_type": "dict"}),
        (None, "value.type", {"found_type": "NoneType"}),
        (error("KeyError"), "call.raised", {}),
    ],
)
def test_no_prediction(found, code, data):
    finding = committed(found)
    assert (finding.code, finding.points) == (code, 0.0)
    assert {**finding.data, **data} == finding.data
