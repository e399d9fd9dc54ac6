"""Numbers, tuples, lists, dicts, texts and expected errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grader.judge.compare import plain, same_value, size_of
from grader.judge.context import Answered, Context, Name
from grader.judge.naming import name_of_function, names_of_entries
from grader.judge.show import show, show_call, show_type
from grader.judge.trouble import answers_rightly_by_raising, trouble
from grader.reference import Raises
from grader.report.model import Finding


def judge_values(context: Context) -> Finding:
    """Hold each answer against the solution's."""
    wrong = [one for one in context.answered if not is_right(one)]
    if not wrong:
        return context.passed()
    name = name_of_function(context)
    if name is None:
        found = trouble(context)
        if found is not None:
            return found
    return _describe(context, min(wrong, key=_size), len(wrong), name)


def is_right(answered: Answered) -> bool:
    """Whether one answer is the solution's."""
    if isinstance(answered.case.answer, Raises):
        return answers_rightly_by_raising(answered)
    return answered.outcome.answered and same_value(answered.case.answer, answered.outcome.value)


def _size(answered: Answered) -> float:
    """How hard a case is to think through; errors last."""
    return size_of(answered.case.arguments) + (1e9 if not answered.outcome.answered else 0)


def _describe(context: Context, answered: Answered, wrong: int, name: Name | None) -> Finding:
    expected, found = answered.case.answer, answered.outcome.value
    data: dict[str, Any] = {
        "call": show_call(context.task.name, answered.case.arguments),
        "found": show(found),
        "wrong": wrong,
        "asked": len(context.answered),
    }
    if answered.outcome.error is not None:
        data["found"] = answered.outcome.error.type
    if isinstance(expected, Raises):
        return context.failed("value.should_raise", mistake=name, error=expected.type, **data)
    data["expected"] = show(expected)
    if plain(found) is None and answered.outcome.error is None:
        return context.failed("value.none", **data)
    if isinstance(expected, Mapping):
        return _describe_entry(context, answered, expected, found, data)
    if not _same_type(expected, found) and name is None:
        kinds: dict[str, Any] = {
            "found_type": show_type(found),
            "expected_type": show_type(expected),
        }
        return context.failed("value.type", **data, **kinds)
    if isinstance(expected, (list, tuple)) and any(isinstance(e, Mapping) for e in expected):
        return _describe_row(context, expected, found, name, data)
    return context.failed("value.wrong", mistake=name, **data)


def _describe_row(
    context: Context,
    expected: Sequence[Any],
    found: Any,
    name: Name | None,
    data: dict[str, Any],
) -> Finding:
    """Say in which row of a table the first difference is, and in which of its entries."""
    if len(found) != len(expected):
        data |= {"found": len(found), "expected": len(expected)}
        return context.failed("value.rows", mistake=name, **data)
    row = next(i for i, pair in enumerate(zip(expected, found)) if not same_value(*pair))
    right, own = expected[row], found[row]
    data |= {"place": f"[{row}]", "found": show(own), "expected": show(right)}
    if isinstance(right, Mapping) and isinstance(own, Mapping) and right.keys() == own.keys():
        key = next(key for key in right if not same_value(right[key], own[key]))
        place = f"[{row}][{key!r}]"
        data |= {"place": place, "found": show(own[key]), "expected": show(right[key])}
    return context.failed("value.row", mistake=name, **data)


def _same_type(expected: Any, found: Any) -> bool:
    return _family(plain(expected)) == _family(plain(found))


def _family(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, (list, tuple)) or hasattr(value, "shape"):
        return "sequence"
    return type(value).__name__


def _describe_entry(
    context: Context,
    answered: Answered,
    expected: Mapping[Any, Any],
    found: Any,
    data: dict[str, Any],
) -> Finding:
    if not isinstance(found, Mapping):
        kinds: dict[str, Any] = {"found_type": show_type(found), "expected_type": "dict"}
        return context.failed("value.type", **data, **kinds)
    missing = [key for key in expected if key not in found]
    extra = [key for key in found if key not in expected]
    if missing or extra:  # which keys are missing may be half the answer
        keys: dict[str, Any] = {
            "missing": len(missing),
            "extra": ", ".join(map(show, extra))[:200] or "-",
        }
        return context.failed("value.keys", **data, **keys)
    empty = [key for key in expected if plain(found[key]) is None]
    if empty:
        return context.failed("value.entry_empty", **{**data, "key": show(empty[0])})
    key, name = names_of_entries(context.task.name, answered.case.arguments, expected, found)
    entry: dict[str, Any] = {
        "key": show(key),
        "found": show(found[key]),
        "expected": show(expected[key]),
    }
    return context.failed("value.entry", mistake=name, **{**data, **entry})
