"""Answers of which many are right: a padding that leads somewhere, a prediction committed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.judge.compare import plain
from grader.judge.context import Answered, Context
from grader.judge.naming import name_of_function
from grader.judge.show import show, show_call, show_type
from grader.judge.trouble import trouble
from grader.network import conv_output
from grader.report.model import Finding
from grader.spec import Committed, Leads

Pads = tuple[tuple[int, int], tuple[int, int]]


def judge_leads(context: Context) -> Finding:
    """Judge a padding by the output size that it leads to, in both directions."""
    found = trouble(context)
    if found is not None:
        return found
    for answered in context.answered:
        fault = _does_not_lead(context, answered)
        if fault is not None:
            return fault
    return context.passed()


def _does_not_lead(context: Context, answered: Answered) -> Finding | None:
    check = context.check
    assert isinstance(check, Leads)
    value = plain(answered.outcome.value)
    data: dict[str, Any] = {
        "call": show_call(context.task.name, answered.case.arguments),
        "found": show(value),
    }
    if value is None:
        return context.failed("value.none", **data)
    pads, right = as_pads(value), as_pads(answered.case.answer)
    if pads is None or right is None:
        return context.failed("leads.form", **data, found_type=show_type(value))
    sizes = [_size(check, pair) for pair in pads]
    if sizes != [_size(check, pair) for pair in right]:
        led: dict[str, Any] = {"sizes": show(tuple(sizes)), "size": check.size}
        return context.failed(
            "leads.elsewhere", mistake=name_of_function(context, _same_pads), **led, **data
        )
    return None


def _size(check: Leads, pads: tuple[int, int]) -> int | None:
    padded = check.size + sum(pads)
    return conv_output(padded, check.kernel, check.strides) if padded >= check.kernel else 0


def as_pads(value: Any) -> Pads | None:
    """Return ((top, bottom), (left, right)) for each form that ZeroPadding2D takes, else None."""
    if _is_count(value):
        return ((value, value), (value, value))
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        return None
    if all(_is_count(side) for side in value):
        return ((value[0], value[0]), (value[1], value[1]))
    pairs = [tuple(side) if isinstance(side, (tuple, list)) else () for side in value]
    if all(len(pair) == 2 and all(map(_is_count, pair)) for pair in pairs):
        return ((pairs[0][0], pairs[0][1]), (pairs[1][0], pairs[1][1]))
    return None


def _same_pads(wrong: Any, found: Any) -> bool:
    """Whether two paddings are one for a square picture, however they are written."""
    one, other = as_pads(plain(wrong)), as_pads(plain(found))
    return one is not None and other is not None and sorted(one) == sorted(other)


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value <= 10_000


def judge_committed(context: Context) -> Finding:
    """Judge that a prediction was made: every key, a number in the range; not which number."""
    found = trouble(context)
    if found is not None:
        return found
    check = context.check
    assert isinstance(check, Committed)
    for answered in context.answered:
        value = answered.outcome.value
        if not isinstance(value, Mapping):
            return context.failed("value.type", **_kinds(context, value))
        expected = answered.case.answer
        missing = [key for key in expected if plain(value.get(key)) is None]
        if missing:
            return context.failed("committed.missing", key=show(missing[0]))
        for key in expected:
            number = plain(value[key])
            good = isinstance(number, (int, float)) and not isinstance(number, bool)
            if not good or not check.low <= number <= check.high:  # NaN is in no range
                data: dict[str, Any] = {"key": show(key), "found": show(number)}
                data |= {"low": show(check.low), "high": show(check.high)}
                return context.failed("committed.range", **data)
    return context.passed()


def _kinds(context: Context, value: Any) -> dict[str, Any]:
    return {
        "call": context.task.name,
        "found": show(value),
        "found_type": show_type(value),
        "expected_type": "dict",
    }
