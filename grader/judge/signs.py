"""Filters that are known by their sum and their signs, at whatever scale."""

from __future__ import annotations

import numpy as np

from grader.judge.compare import ATOL, RTOL, as_array, plain
from grader.judge.context import Answered, Context
from grader.judge.naming import name_of_function
from grader.judge.show import show, show_call, show_shape, show_type
from grader.judge.trouble import trouble
from grader.report.model import Finding


def judge_signs(context: Context) -> Finding:
    """Compare the total and the sign of each cell with the solution's filter."""
    wrong = [one for one in context.answered if not _is_right(one)]
    if not wrong:
        return context.passed()
    name = name_of_function(context)
    if name is None:
        found = trouble(context)
        if found is not None:
            return found
    return _describe(context, wrong[0], name)


def _is_right(answered: Answered) -> bool:
    if not answered.outcome.answered:
        return False
    expected, found = np.asarray(answered.case.answer), as_array(answered.outcome.value)
    if found is None or found.shape != expected.shape or not np.isfinite(found).all():
        return False
    return _same_sum(expected, found) and bool((_signs(expected) == _signs(found)).all())


def _same_sum(expected: np.ndarray, found: np.ndarray) -> bool:  # type: ignore[type-arg]
    scale = float(np.abs(found).sum())
    return abs(float(found.sum()) - float(expected.sum())) <= ATOL + RTOL * scale


def _signs(array: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    return np.sign(np.where(np.abs(array) <= ATOL, 0, array))


def _describe(context: Context, answered: Answered, name: tuple[str, int] | None) -> Finding:
    expected, found = np.asarray(answered.case.answer), as_array(answered.outcome.value)
    data = {"call": show_call(context.task.name, answered.case.arguments)}
    if plain(answered.outcome.value) is None:
        return context.failed("value.none", **data)
    if found is None:
        kinds = {"found_type": show_type(answered.outcome.value), "expected_type": "numpy.ndarray"}
        return context.failed("value.type", found=show(answered.outcome.value), **kinds, **data)
    if found.shape != expected.shape:
        shapes = {"found": show_shape(found.shape), "expected": show_shape(expected.shape)}
        return context.failed("array.shape", mistake=name, **shapes, **data)
    if not _same_sum(expected, found):
        sums = {"found": show(float(found.sum())), "expected": show(float(expected.sum()))}
        return context.failed("signs.sum", mistake=name, **sums, **data)
    cell = tuple(np.argwhere(_signs(expected) != _signs(found))[0].tolist())
    data |= {"cell": show_shape(cell), "found": show(found[cell])}
    return context.failed("signs.cell", mistake=name, **data)
