from __future__ import annotations

import pytest

from grader.judge.values import judge_values
from grader.messages import Messages
from grader.reference import Raises
from grader.report.model import Finding
from grader.report.words import message
from grader.run.evidence import Outcome
from grader.run.worker.frames import Opaque
from grader.spec import Values

from .building import asked, context, entered, error

COUNTS = {"wrong": 1, "asked": 1}


def judged(*answered, group=""):
    return judge_values(context(Values(2, group), *answered))


def failed(code, *, mistake=None, status="fail", line=None, **data):
    hint = 3 if mistake else None
    return Finding("values", status, code, 0.0, 2, data, mistake, hint, line)


def test_right():
    finding = judged(asked(5, 5.0, n=9), asked(Raises("ValueError"), error(), n=0))
    assert finding == Finding("values", "pass", "pass", 2, 2)


def test_the_smallest_wrong_case_is_shown():
    finding = judged(asked(9, 8, n=90), asked(3, 2, n=30), asked(1, 1, n=10))
    assert finding == failed(
        "value.wrong", call="f(n=30)", found="2", expected="3", wrong=2, asked=3
    )


def test_only_the_cases_of_the_group_count():
    answered = asked(1, 1, "own", n=1), asked(2, 9, "other", n=2)
    assert judged(*answered, group="own").status == "pass"
    assert judged(*answered, group="other").status == "fail"


@pytest.mark.parametrize(
    ("expected", "found", "finding"),
    [
        (5, None, failed("value.none", call="f(n=1)", found="None", expected="5", **COUNTS)),
        (
            5,
            "5",
            failed(
                "value.type",
                call="f(n=1)",
                found="'5'",
                expected="5",
                found_type="str",
                expected_type="int",
                **COUNTS,
            ),
        ),
        (
            5,
            True,
            failed(
                "value.type",
                call="f(n=1)",
                found="True",
                expected="5",
                found_type="bool",
                expected_type="int",
                **COUNTS,
            ),
        ),
        (
            5,
            float("nan"),
            failed("value.wrong", call="f(n=1)", found="nan", expected="5", **COUNTS),
        ),
        (
            (5, 6),
            [5],
            failed("value.wrong", call="f(n=1)", found="[5]", expected="(5, 6)", **COUNTS),
        ),
        (
            Raises("ValueError"),
            -1,
            failed("value.should_raise", call="f(n=1)", found="-1", error="ValueError", **COUNTS),
        ),
        (
            {"a": 1},
            [1],
            failed(
                "value.type",
                call="f(n=1)",
                found="[1]",
                expected="{'a': 1}",
                found_type="list",
                expected_type="dict",
                **COUNTS,
            ),
        ),
        (
            {"a": 1, "b": 2},
            {"a": 1, "c": 2, "d": 3},
            failed(
                "value.keys",
                call="f(n=1)",
                found="{'a': 1, 'c': 2, 'd': 3}",
                expected="{'a': 1, 'b': 2}",
                missing="'b'",
                extra="'c', 'd'",
                **COUNTS,
            ),
        ),
        (
            {"a": 1, "b": 2},
            {"a": 1},
            failed(
                "value.keys",
                call="f(n=1)",
                found="{'a': 1}",
                expected="{'a': 1, 'b': 2}",
                missing="'b'",
                extra="-",
                **COUNTS,
            ),
        ),
        (
            {"a": 1, "b": 2},
            {"a": 5, "b": None},
            failed(
                "value.entry_empty",
                call="f(n=1)",
                found="{'a': 5, 'b': None}",
                expected="{'a': 1, 'b': 2}",
                key="'b'",
                **COUNTS,
            ),
        ),
        (
            {"a": 1, "b": 2},
            {"b": 3, "a": 1},
            failed("value.entry", call="f(n=1)", key="'b'", found="3", expected="2", **COUNTS),
        ),
    ],
)
def test_wrong(expected, found, finding):
    assert judged(asked(expected, found, n=1)) == finding


def test_a_named_mistake():
    with entered(adds_one=lambda n: n + 1):
        finding = judged(asked(4, 3, n=2), asked(6, 4, n=3))
    counts = {"wrong": 2, "asked": 2}
    assert finding == failed(
        "value.wrong", mistake="adds_one", call="f(n=2)", found="3", expected="4", **counts
    )


def test_a_mistake_that_is_an_error_is_named_too():
    with entered(divides=lambda n: 1 / (n - 1)):
        finding = judged(asked(2, error("ZeroDivisionError"), n=1), asked(1, 1.0, n=2))
    assert finding == failed(
        "value.wrong",
        mistake="divides",
        call="f(n=1)",
        found="ZeroDivisionError",
        expected="2",
        wrong=1,
        asked=2,
    )


def test_a_missing_error_is_named_too():
    with entered(never_raises=lambda n: n - 1):
        finding = judged(asked(Raises("ValueError"), -1, n=0), asked(1, 1, n=2))
    assert finding == failed(
        "value.should_raise",
        mistake="never_raises",
        call="f(n=0)",
        found="-1",
        error="ValueError",
        wrong=1,
        asked=2,
    )


def test_a_mistake_in_an_entry():
    with entered(halves=lambda n: {"b": n / 2}, squares=lambda n: {"a": n * n, "b": n * n}):
        finding = judged(asked({"a": 1, "b": 8}, {"a": 1, "b": 2}, n=4))
    data = {"call": "f(n=4)", "key": "'b'", "found": "2", "expected": "8"}
    assert finding == failed("value.entry", mistake="halves", **data, **COUNTS)


def test_an_entry_whose_right_number_would_be_the_whole_answer():
    answered = asked({"a": 1, "b": 8}, {"a": 1, "b": 2}, n=4)
    finding = judge_values(context(Values(2, telling=False), answered))
    data = {"call": "f(n=4)", "key": "'b'", "found": "2"}
    assert finding == failed("value.entry_untold", **data, **COUNTS)


@pytest.mark.parametrize(
    "found",
    [
        None,
        5,
        [1, 8],
        {},
        {"a": 1},
        {"a": 1, "b": None},
        {"a": 1, "b": "8"},
        error("ValueError", ""),
        error("ValueError", "no"),
    ],
)
def test_an_untold_answer_is_nowhere_in_the_report(found):
    answered = asked({"a": 731, "b": 852}, found, n=4)
    finding = judge_values(context(Values(2, telling=False), answered))
    assert finding.status == "fail"
    assert not any(number in str(finding.data) for number in ("731", "852"))


@pytest.mark.parametrize(
    "type",
    ["function", "method", "builtin_function_or_method", "numpy.ufunc"]
    + ["numpy._ArrayFunctionDispatcher"],
)
def test_a_function_without_its_brackets(type):
    finding = judged(asked(4, Opaque(type, ""), n=2))
    assert finding == failed("value.function", call="f(n=2)")


@pytest.mark.parametrize(
    "found",
    [Opaque("ValueError", "ValueError('too big')"), Opaque("type", "<class 'ValueError'>")],
)
@pytest.mark.parametrize("expected", [Raises("ValueError"), 4])
def test_an_error_that_is_returned_is_to_be_raised(expected, found):
    finding = judged(asked(expected, found, n=2))
    assert finding == failed("value.returned_error", call="f(n=2)", found="ValueError")
    assert message(finding, Messages("en")) == (
        "f(n=2) gives back the error ValueError, but does not raise it."
        " Write `raise` in place of `return`."
    )
    assert message(finding, Messages("ko")) == (
        "f(n=2) · 오류를 일으키지 않고 값으로 돌려주었습니다: ValueError"
        " · `return` 대신 `raise`를 쓰세요."
    )


@pytest.mark.parametrize(
    "found", [Opaque("Odd", "ValueError()"), Opaque("type", "<class 'int'>"), Opaque("print", "")]
)
def test_another_thing_that_is_returned_is_no_error(found):
    assert judged(asked(Raises("ValueError"), found, n=2)).code == "value.should_raise"


def test_an_error_goes_before_a_wrong_value():
    finding = judged(asked(4, 3, n=2), asked(6, error("KeyError", "'k'", line=7), n=3))
    assert finding == failed(
        "call.raised",
        line=7,
        call="f(n=3)",
        error="KeyError",
        message="'k'",
        name="",
        source="here()",
        trace=[[7, "here()"]],
    )


def test_a_call_that_never_came_back_is_no_answer():
    finding = judged(asked(Raises("ValueError"), Outcome(stopped="time"), n=2))
    assert finding == failed("run.time", status="limit", call="f(n=2)", detail="")


def test_another_error_than_the_one_expected():
    finding = judged(asked(Raises("ValueError"), error("TypeError", "no"), n=2))
    assert (finding.code, finding.data["error"]) == ("call.raised_other", "TypeError")
    assert finding.data["expected"] == "ValueError"


def test_a_subclass_of_the_error_expected_is_right():
    finding = judged(asked(Raises("ValueError"), error("UnicodeDecodeError"), n=2))
    assert finding.status == "pass"
