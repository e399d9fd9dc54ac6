"""Filters that are known by their sum and their signs, at whatever scale."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.judge.compare import ATOL, RTOL, as_array, plain
from grader.judge.context import Answered, Context, Name
from grader.judge.naming import name_of_function
from grader.judge.show import show, show_call, show_shape, show_type
from grader.judge.trouble import no_answer, trouble
from grader.report.model import Finding

LARGEST = 100.0
"""A filter of larger numbers is not given more room for rounding: it would pass with any sum."""


def judge_signs(context: Context) -> Finding:
    """Compare the total and the sign of each cell with the solution's filter."""
    wrong = [one for one in context.answered if not _is_right(one)]
    if not wrong:
        return context.passed()
    name = name_of_function(context, _alike)
    if name is None:
        found = trouble(context)
        if found is not None:
            return found
    return _describe(context, wrong[0], name)


def _is_right(answered: Answered) -> bool:
    if not answered.outcome.answered:
        return False
    return _alike(answered.case.answer, answered.outcome.value)


def _alike(one: Any, other: Any) -> bool:
    """Whether two filters have the same sum and the same sign in each cell."""
    expected, found = as_array(one), as_array(other)
    if expected is None or found is None or found.shape != expected.shape:
        return False
    if not np.isfinite(found).all() or not _same_sum(expected, found):
        return False
    return bool((_signs(expected) == _signs(found)).all())


def _same_sum(expected: np.ndarray[Any, Any], found: np.ndarray[Any, Any]) -> bool:
    scale = min(float(np.abs(found).sum()), LARGEST)
    return abs(float(found.sum()) - float(expected.sum())) <= ATOL + RTOL * scale


def _signs(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.sign(np.where(np.abs(array) <= ATOL, 0, array))


def _describe(context: Context, answered: Answered, name: Name | None) -> Finding:
    expected, found = np.asarray(answered.case.answer), as_array(answered.outcome.value)
    data: dict[str, Any] = {"call": show_call(context.task.name, answered.case.arguments)}
    if plain(answered.outcome.value) is None:
        return context.failed("value.none", **data)
    none = no_answer(context, answered.outcome.value, data["call"])
    if none is not None:
        return none
    if found is None:
        kinds: dict[str, Any] = {
            "found_type": show_type(answered.outcome.value),
            "expected_type": "numpy.ndarray",
        }
        return context.failed("value.type", found=show(answered.outcome.value), **kinds, **data)
    if found.shape != expected.shape:
        shapes: dict[str, Any] = {
            "found": show_shape(found.shape),
            "expected": show_shape(expected.shape),
        }
        return context.failed("array.shape", mistake=name, **shapes, **data)
    if not _same_sum(expected, found):
        sums: dict[str, Any] = {
            "found": show(float(found.sum())),
            "expected": show(float(expected.sum())),
        }
        return context.failed("signs.sum", mistake=name, **sums, **data)
    cell = tuple(np.argwhere(_signs(expected) != _signs(found))[0].tolist())
    data |= {"cell": show_shape(cell), "found": show(found[cell])}
    return context.failed("signs.cell", mistake=name, **data)
