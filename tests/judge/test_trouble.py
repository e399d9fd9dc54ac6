from __future__ import annotations

import numpy as np
import pytest

from grader.judge.trouble import trouble
from grader.reference import Raises
from grader.report.model import Finding
from grader.run.evidence import Outcome, Step, StudentError
from grader.spec import Values

from .building import asked, context, error

CALL = {"call": "f(n=2)"}


def found(outcome, expected=5):
    return trouble(context(Values(2), asked(5, 5, n=1), asked(expected, outcome, n=2)))


def failed(code, status="fail", line=None, **data):
    return Finding("values", status, code, 0.0, 2, data, line=line)


@pytest.mark.parametrize(
    ("stopped", "status"),
    [
        ("time", "limit"),
        ("total_time", "limit"),
        ("memory", "limit"),
        ("output", "limit"),
        ("exited", "fail"),
        ("crashed", "fail"),
        ("malformed", "fail"),
    ],
)
def test_a_runner_that_ended(stopped, status):
    finding = found(Outcome(stopped=stopped, detail="7"))
    assert finding == failed(f"run.{stopped}", status, detail="7", **CALL)


@pytest.mark.parametrize(
    ("stopped", "code", "status"),
    [
        ("time", "import.time", "limit"),
        ("total_time", "run.total_time", "limit"),
        ("memory", "import.memory", "limit"),
        ("output", "import.output", "limit"),
        ("exited", "import.exited", "fail"),
        ("crashed", "import.crashed", "fail"),
        ("malformed", "import.malformed", "fail"),
    ],
)
def test_a_runner_that_ended_while_the_file_was_loaded(stopped, code, status):
    finding = found(Outcome(stopped=stopped, detail="7", importing=True))
    assert finding == failed(code, status, detail="7", **CALL)


def test_the_grader_is_at_fault():
    finding = found(Outcome(stopped="grader", detail="no room left"))
    assert finding == failed("grader.error", "error", why="no room left")


@pytest.mark.parametrize(
    ("wrong", "importing", "code", "status"),
    [
        (error("TypeError"), False, "call.raised", "fail"),
        (error("TypeError"), True, "import.raised", "fail"),
        (error("ModuleNotFoundError"), False, "call.raised", "fail"),
        (error("ModuleNotFoundError"), True, "import.not_found", "fail"),
        (error("ImportError"), True, "import.not_found", "fail"),
        (error("SystemExit", kind="exit"), False, "call.exit", "fail"),
        (error("SystemExit", kind="exit"), True, "import.exit", "fail"),
        (error("InputAsked", kind="input"), False, "call.input", "fail"),
        (error("InputAsked", kind="input"), True, "import.input", "fail"),
        (error("MemoryError", kind="memory"), False, "run.memory", "limit"),
        (error("MemoryError", kind="memory"), True, "import.memory", "limit"),
        (error("", kind="missing", name="f"), False, "error.missing", "fail"),
        (error("int", kind="not_callable", name="f"), False, "error.not_callable", "fail"),
        (error("TypeError", kind="signature", name="f(k)"), False, "error.signature", "fail"),
        (error("NotImplementedError", "9.1"), False, "error.still_raises", "fail"),
        (error("NotImplementedError", "9.2"), False, "call.raised", "fail"),
    ],
)
def test_an_error(wrong, importing, code, status):
    assert found(Outcome(error=wrong, importing=importing)) == failed(
        code,
        status,
        line=4,
        error=wrong.type,
        message=wrong.message,
        name=wrong.name,
        source="here()",
        trace=[[4, "here()"]],
        **({"exercise": "09"} if code.startswith("error.") and "raises" not in code else {}),
        **CALL,
    )


def test_an_error_without_a_word_is_held_against_what_was_expected():
    """As a bare `assert` raises it."""
    for expected, told in ((5, "5"), (Raises("ValueError"), "ValueError")):
        finding = found(error("AssertionError", ""), expected)
        assert (finding.code, finding.data["expected"]) == ("call.raised_bare", told)
    assert found(error("AssertionError", ""), np.zeros(3)).code == "call.raised"


def test_the_line_is_the_innermost_one_of_the_students_own():
    wrong = StudentError("raised", "KeyError", "'k'", (Step(20, "f(2)"), Step(9, "d['k']")))
    finding = found(wrong)
    assert (finding.line, finding.data["source"]) == (9, "d['k']")
    assert finding.data["trace"] == [[20, "f(2)"], [9, "d['k']"]]


def test_an_error_without_a_line():
    finding = found(error(line=0))
    assert (finding.line, finding.data["source"]) == (None, "")


@pytest.mark.parametrize("type", ["ValueError", "UnicodeDecodeError"])
def test_an_expected_error_is_no_trouble(type):
    assert found(error(type), Raises("ValueError")) is None


@pytest.mark.parametrize(
    "outcome",
    [error("KeyError"), error("Exception"), error(kind="exit"), Outcome(stopped="crashed")],
)
def test_another_end_than_the_expected_error_is(outcome):
    assert found(outcome, Raises("ValueError")).status == "fail"


def test_only_the_first_call_in_trouble_is_told():
    answered = asked(1, error("KeyError", line=3), n=1), asked(1, error("TypeError", line=5), n=2)
    assert trouble(context(Values(2), *answered)).line == 3
