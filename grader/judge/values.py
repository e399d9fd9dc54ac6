"""Numbers, tuples, lists, dicts, texts and expected errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from grader.judge.compare import plain, same_value, size_of
from grader.judge.context import Answered, Context, Name
from grader.judge.naming import name_of_entries, name_of_function
from grader.judge.show import show, show_call, show_type
from grader.judge.trouble import answers_rightly_by_raising, is_telling, no_answer, trouble
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
    none = no_answer(context, found, data["call"])
    if none is not None:
        return none
    if isinstance(expected, Raises):
        return context.failed("value.should_raise", mistake=name, error=expected.type, **data)
    if is_telling(context.check):
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
    untold = not is_telling(context.check)
    fault = not_the_keys(context, expected, found, data, secret=untold)
    if fault is not None:
        return fault
    empty = [key for key in expected if plain(found[key]) is None]
    if empty:
        return context.failed("value.entry_empty", **{**data, "key": show(empty[0])})
    wrong = [key for key in expected if not same_value(expected[key], found[key])]
    name = name_of_entries(context.task.name, answered.case.arguments, wrong, found)
    data |= {"key": show(wrong[0]), "found": show(found[wrong[0]])}
    if not untold:
        data["expected"] = show(expected[wrong[0]])
        return context.failed("value.entry", mistake=name, **data)
    if isinstance(plain(found[wrong[0]]), str):
        return context.failed("value.entry_text", **data)
    return context.failed("value.entry_untold", mistake=name, **data)


def not_the_keys(
    context: Context,
    expected: Iterable[Any],
    found: Any,
    data: Mapping[str, Any],
    *,
    secret: bool,
) -> Finding | None:
    """Say that an answer is no dict, or has other keys than were asked for; None where it has.

    `secret` says that which keys there are is part of the answer.
    """
    if not isinstance(found, Mapping):
        kinds: dict[str, Any] = {"found_type": show_type(found), "expected_type": "dict"}
        return context.failed("value.type", **data, **kinds)
    wanted = list(expected)
    missing = [key for key in wanted if key not in found]
    extra = [key for key in found if key not in wanted]
    if not missing and not extra:
        return None
    if secret:
        counts: dict[str, Any] = {"missing": len(missing), "extra": len(extra)}
        return context.failed("value.keys_untold", **data, **counts)
    return context.failed("value.keys", **data, missing=_named(missing), extra=_named(extra))


def _named(keys: Iterable[Any]) -> str:
    return ", ".join(map(show, keys))[:200] or "-"
