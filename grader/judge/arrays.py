"""Arrays: their form, their values and, where they differ, in which cells."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.judge.compare import as_array, close, plain, same_array, size_of
from grader.judge.context import Answered, Context, Name
from grader.judge.naming import name_of_function
from grader.judge.patterns import pattern_of
from grader.judge.show import show, show_call, show_shape, show_type
from grader.judge.trouble import answers_rightly_by_raising, no_answer, trouble
from grader.reference import Raises
from grader.report.model import Finding
from grader.run.worker.frames import Tensor
from grader.spec import Arrays

Array = np.ndarray[Any, Any]


def judge_arrays(context: Context) -> Finding:
    """Hold each array, or each of a list of arrays, against the solution's."""
    assert isinstance(context.check, Arrays)
    with_dtype = context.check.dtype

    def same(expected: Any, found: Any) -> bool:
        return _same(expected, found, with_dtype)

    wrong = [one for one in context.answered if not _is_right(one, with_dtype)]
    if not wrong:
        return context.passed()
    name = name_of_function(context, same)
    if name is None:
        found = trouble(context)
        if found is not None:
            return found
    answered = min(wrong, key=_size)
    return _describe(context, answered, len(wrong), name)


def _is_right(answered: Answered, with_dtype: bool) -> bool:
    if isinstance(answered.case.answer, Raises):
        return answers_rightly_by_raising(answered)
    return answered.outcome.answered and _same(
        answered.case.answer, answered.outcome.value, with_dtype
    )


def _same(expected: Any, found: Any, with_dtype: bool) -> bool:
    if isinstance(expected, (list, tuple)):
        return (
            isinstance(found, (list, tuple))
            and len(expected) == len(found)
            and all(_same(e, f, with_dtype) for e, f in zip(expected, found))
        )
    if with_dtype and not isinstance(found, np.ndarray):
        return False
    return same_array(np.asarray(expected), found, dtype=with_dtype)


def _size(answered: Answered) -> float:
    return size_of(answered.case.arguments) + (1e9 if not answered.outcome.answered else 0)


def _describe(context: Context, answered: Answered, wrong: int, name: Name | None) -> Finding:
    expected, found = answered.case.answer, answered.outcome.value
    data: dict[str, Any] = {
        "call": show_call(context.task.name, answered.case.arguments),
        "wrong": wrong,
        "asked": len(context.answered),
    }
    if answered.outcome.error is not None:
        error = answered.outcome.error.type
        return context.failed("array.raises", mistake=name, error=error, **data)
    none = no_answer(context, found, data["call"])
    if none is not None:
        return none
    if isinstance(expected, Raises):
        return context.failed("value.should_raise", error=expected.type, found=show(found), **data)
    if plain(found) is None:
        return context.failed("value.none", **data)
    if isinstance(expected, (list, tuple)):
        return _describe_list(context, expected, found, name, data)
    return _describe_array(context, np.asarray(expected), found, name, data)


def _describe_list(
    context: Context, expected: Any, found: Any, name: Name | None, data: dict[str, Any]
) -> Finding:
    if not isinstance(found, (list, tuple)):
        kinds: dict[str, Any] = {"found_type": show_type(found), "expected_type": "list"}
        return context.failed("value.type", mistake=name, found=show(found), **kinds, **data)
    if len(found) != len(expected):
        counts: dict[str, Any] = {"found": len(found), "expected": len(expected)}
        return context.failed("array.count", mistake=name, **counts, **data)
    with_dtype = getattr(context.check, "dtype", False)
    pairs = enumerate(zip(expected, found))
    index = next(i for i, (e, f) in pairs if not _same(e, f, with_dtype))
    data["call"] = f"{data['call']}[{index}]"
    return _describe_array(context, np.asarray(expected[index]), found[index], name, data)


def _describe_array(
    context: Context,
    expected: Array,
    found: Any,
    name: Name | None,
    data: dict[str, Any],
) -> Finding:
    array = as_array(found)
    with_dtype = getattr(context.check, "dtype", False)
    if array is None or (with_dtype and not isinstance(found, np.ndarray)):
        kinds: dict[str, Any] = {"found_type": show_type(found), "expected_type": "numpy.ndarray"}
        code = "array.tensor" if isinstance(found, Tensor) else "value.type"
        return context.failed(code, mistake=name, found=show(found), **kinds, **data)
    if array.shape != expected.shape:
        shapes: dict[str, Any] = {
            "found": show_shape(array.shape),
            "expected": show_shape(expected.shape),
        }
        return context.failed("array.shape", mistake=name, **shapes, **data)
    good = close(expected, array)
    if good.all():
        dtypes: dict[str, Any] = {"found": str(array.dtype), "expected": str(expected.dtype)}
        return context.failed("array.dtype", mistake=name, **dtypes, **data)
    if not np.isfinite(array.astype(np.float64)).all():
        where = np.argwhere(~np.isfinite(array.astype(np.float64)))[0]
        cell: dict[str, Any] = {
            "cell": show_shape(where.tolist()),
            "found": show(array[tuple(where)]),
        }
        return context.failed("array.not_finite", mistake=name, **cell, **data)
    return context.failed(
        "array.values", mistake=name, **where_different(expected, array, good), **data
    )


def where_different(expected: Array, found: Array, good: Array) -> dict[str, Any]:
    """Say which cells differ: how many, the first of them, and what the differences look like."""
    bad = np.argwhere(~good)
    first = tuple(bad[0].tolist())
    return {
        "cells": len(bad),
        "all_cells": int(good.size),
        "cell": show_shape(first),
        "found": show(found[first]),
        "expected": show(expected[first]),
        "pattern": pattern_of(expected, found, good),
    }
