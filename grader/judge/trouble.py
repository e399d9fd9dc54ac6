"""Calls that did not answer: exceptions, exits, limits, and answers that are none.

Each has its own sentence.
"""

from __future__ import annotations

import builtins
import re
from typing import Any

from grader.judge.context import Answered, Context
from grader.judge.explain import explain
from grader.judge.show import show, show_call, show_type
from grader.reference import Raises
from grader.report.model import Finding
from grader.run.evidence import Outcome, StudentError
from grader.run.worker.frames import Opaque
from grader.spec import Check, Values

LIMITS = frozenset(("time", "total_time", "memory", "output", "disk"))
FUNCTIONS = (
    "function",
    "method",
    "builtin_function_or_method",
    "numpy.ufunc",
    "numpy._ArrayFunctionDispatcher",
)
"""What a name without its brackets gives, a function of NumPy's included."""
_CLASS = re.compile(r"<class '(\w+)'>")


def answers_rightly_by_raising(answered: Answered) -> bool:
    """Whether the solution raises on this case, and the student's code does too."""
    expected, error = answered.case.answer, answered.outcome.error
    if not isinstance(expected, Raises) or error is None or error.kind != "raised":
        return False
    return _is_a(error.type, expected.type)


def _is_a(found: str, expected: str) -> bool:
    one, other = getattr(builtins, found, None), getattr(builtins, expected, None)
    if isinstance(one, type) and isinstance(other, type):
        return issubclass(one, other)
    return found == expected


def trouble(context: Context) -> Finding | None:
    """Return a finding for the first call of the check that gave no answer, if there is one."""
    for answered in context.answered:
        outcome = answered.outcome
        if outcome.answered or answers_rightly_by_raising(answered):
            continue
        call = show_call(context.task.name, answered.case.arguments)
        if outcome.error is not None:
            return _of_error(context, answered, outcome.error, call)
        return _of_ending(context, outcome, call)
    return None


def no_answer(context: Context, found: Any, call: str) -> Finding | None:
    """Return a finding where a function, or an error that was not raised, came as the answer."""
    error = _error_returned(found)
    if error is not None:
        return context.failed("value.returned_error", call=call, found=error)
    if show_type(found) in FUNCTIONS:
        return context.failed("value.function", call=call)
    return None


def _error_returned(found: Any) -> str | None:
    """Return the name of the error that was given back, as an object or as its class."""
    if not isinstance(found, Opaque):
        return None
    of_class = _CLASS.fullmatch(found.text)
    name = of_class[1] if found.type == "type" and of_class else found.type
    known = getattr(builtins, name, None)
    return name if isinstance(known, type) and issubclass(known, BaseException) else None


def _of_ending(context: Context, outcome: Outcome, call: str) -> Finding:
    if outcome.stopped == "grader":
        return context.failed("grader.error", status="error", why=outcome.detail)
    status = "limit" if outcome.stopped in LIMITS else "fail"
    if not outcome.reached:
        return context.failed("run.not_reached", status=status, call=call)
    loading = outcome.importing and outcome.stopped != "total_time"
    code = f"import.{outcome.stopped}" if loading else f"run.{outcome.stopped}"
    return context.failed(code, status=status, call=call, detail=outcome.detail)


def _of_error(context: Context, answered: Answered, error: StudentError, call: str) -> Finding:
    outcome = answered.outcome
    data: dict[str, Any] = {
        "call": call,
        "error": error.type,
        "message": error.message,
        "name": error.name,
        "source": error.trace[-1].code if error.trace else "",
        "trace": [[step.line, step.code] for step in error.trace],
    }
    where = "import" if outcome.importing else "call"
    if error.kind == "memory":
        code = "import.memory" if outcome.importing else "run.memory"
        return context.failed(code, status="limit", line=error.line, **data)
    if error.type == "NotImplementedError" and error.message == context.task.id:
        return context.failed("error.still_raises", line=error.line, **data)
    if outcome.importing and error.type in ("ModuleNotFoundError", "ImportError"):
        return context.failed("import.not_found", line=error.line, **data)
    if error.kind == "raised" and not error.message and not outcome.importing:
        data["expected"] = _expected(context, answered.case.answer)
        if data["expected"]:
            return context.failed("call.raised_bare", line=error.line, **data)
    if error.kind == "raised":
        data |= _explanation(context, error)
        if isinstance(answered.case.answer, Raises) and not outcome.importing:
            data["expected"] = answered.case.answer.type
            return context.failed("call.raised_other", line=error.line, **data)
    if error.kind in ("raised", "exit", "input", "debugger"):
        return context.failed(f"{where}.{error.kind}", line=error.line, **data)
    data["exercise"] = context.task.id.partition(".")[0].zfill(2)
    return context.failed(f"error.{error.kind}", line=error.line, **data)


def is_telling(check: Check) -> bool:
    """Whether the report may say what was expected."""
    return not isinstance(check, Values) or check.telling


def _expected(context: Context, answer: Any) -> str:
    """Return what was asked for in place of an exception without a word, where that is short."""
    if not is_telling(context.check):
        return ""
    if isinstance(answer, Raises):
        return answer.type
    return show(answer) if isinstance(answer, (bool, int, float, str, tuple, list)) else ""


def _explanation(context: Context, error: StudentError) -> dict[str, Any]:
    """Return what is said above the exception's own words, where they are known."""
    explained = explain(error, context.tree)
    if explained is None:
        return {}
    return {"explanation": {"code": explained.code, "data": dict(explained.data)}}
