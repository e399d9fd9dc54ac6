from __future__ import annotations

import ast
from dataclasses import replace

import numpy as np
import pytest

from grader.judge.trouble import trouble
from grader.messages import Messages
from grader.reference import Raises
from grader.report.model import Finding
from grader.report.words import message
from grader.run.evidence import Outcome, Step, StudentError
from grader.spec import Values

from .building import asked, context, error

CALL = {"call": "f(n=2)"}
LINE = "return ceil(kernal)"


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
        (error("DebuggerAsked", kind="debugger"), False, "call.debugger", "fail"),
        (error("DebuggerAsked", kind="debugger"), True, "import.debugger", "fail"),
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
    of_another_task = {"code": "unfinished_task", "data": {"task": "9.2"}}
    explained = {"explanation": of_another_task} if wrong.message == "9.2" else {}
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
        **explained,
        **CALL,
    )


def test_an_error_without_a_word_is_held_against_what_was_expected():
    """As a bare `assert` raises it."""
    for expected, told in ((5, "5"), (Raises("ValueError"), "ValueError")):
        finding = found(error("AssertionError", ""), expected)
        assert (finding.code, finding.data["expected"]) == ("call.raised_bare", told)
    assert found(error("AssertionError", ""), np.zeros(3)).code == "call.raised"


@pytest.mark.parametrize(
    ("wrong", "english", "korean"),
    [
        (
            error("Exception", "too big"),
            "f(n=2) raises Exception, but ValueError is expected here: too big",
            "f(n=2) · 기대하는 오류: ValueError · 실제로 난 오류 Exception: too big",
        ),
        (
            error("AssertionError", ""),
            "f(n=2) raises AssertionError; expected ValueError.",
            "f(n=2) · 오류 AssertionError · 기대: ValueError",
        ),
        (
            error("DebuggerAsked", "nobody", kind="debugger"),
            "f(n=2) starts the debugger (`breakpoint()` or `pdb`), which waits for somebody to"
            " type. Nobody is there: take that line out.",
            "f(n=2) · 디버거(`breakpoint()`나 `pdb`)를 열어 누군가 입력하기를 기다립니다."
            " 입력할 사람이 없으니 그 줄을 지워 주세요.",
        ),
    ],
)
def test_another_error_than_the_expected_one_says_which_was(wrong, english, korean):
    finding = found(wrong, Raises("ValueError"))
    assert message(finding, Messages("en")) == english
    assert message(finding, Messages("ko")) == korean


def test_an_error_while_the_file_is_loaded_is_held_against_nothing():
    finding = found(Outcome(error=error("KeyError"), importing=True), Raises("ValueError"))
    assert finding.code == "import.raised"


OWN_FILE = """
import math


def f(n, kernel):
    return ceil(kernal)
"""


def test_a_name_is_looked_for_in_the_students_file():
    wrong = StudentError("raised", "NameError", "name 'ceil' is not defined", (Step(6, LINE),))
    own = context(Values(2), asked(5, wrong, n=2))
    told = trouble(replace(own, tree=ast.parse(OWN_FILE)))
    explained = {"code": "name_of_module", "data": {"name": "ceil", "full": "math.ceil"}}
    assert told.data["explanation"] == explained
    assert trouble(own).data["explanation"]["code"] == "unknown_name"


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
