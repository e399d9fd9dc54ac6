"""Predictions that are sealed: which entries are right, never what would be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from grader.judge.compare import plain
from grader.judge.context import Answered, Context
from grader.judge.naming import name_of_entries
from grader.judge.show import show, show_call
from grader.judge.trouble import trouble
from grader.judge.values import not_the_keys
from grader.reference import Sealed
from grader.report.model import Finding
from grader.seal import LONGEST, canonical, form_of
from grader.spec import Predicted


def judge_predicted(context: Context) -> Finding:
    """Judge every entry that is committed; one that is still None is asked for."""
    found = trouble(context)
    if found is not None:
        return found
    for answered in context.answered:
        fault = _fault(context, answered)
        if fault is not None:
            return fault
    return context.passed()


def _fault(context: Context, answered: Answered) -> Finding | None:
    value, answer = answered.outcome.value, answered.case.answer
    assert isinstance(answer, Sealed)
    data: dict[str, Any] = {
        "call": show_call(context.task.name, answered.case.arguments),
        "found": show(value),
    }
    if plain(value) is None:
        return context.failed("value.none", **data)
    fault = not_the_keys(context, answer.entries, value, data, secret=False)
    if fault is not None:
        return fault
    entries = {key: bare(value[key]) for key in answer.entries}
    waiting = [key for key, entry in entries.items() if entry is None]
    committed = {key: entry for key, entry in entries.items() if entry is not None}
    tried = {key: _form_fault(context, answer, key, entry) for key, entry in committed.items()}
    faults = [fault for fault in tried.values() if fault is not None]
    if faults:
        code, told = faults[0]
        proper = {key: entry for key, entry in committed.items() if tried[key] is None}
        others = {**_sorted_out(answer, proper), "waiting": _listed(waiting)}
        return context.failed(code, **{**data, **told, **others})
    return _judged(context, answered, committed, waiting, data)


def bare(value: Any) -> Any:
    """Return an entry as plain Python: what NumPy or a tensor holds, if it is no large array."""
    value = plain(value)
    if isinstance(value, np.ndarray):
        return value.tolist() if value.ndim == 1 and value.size <= LONGEST else "array"
    if isinstance(value, (list, tuple)) and len(value) <= LONGEST:
        return [plain(part) for part in value]
    return value


def _form_fault(
    context: Context, answer: Sealed, key: str, entry: Any
) -> tuple[str, dict[str, Any]] | None:
    """Say of an entry that answers another question what was asked, as a code and its data."""
    check = context.check
    assert isinstance(check, Predicted)
    told = {"key": show(key), "found": show(entry)}
    options = check.options.get(key)
    if options is not None:
        if canonical(entry) in map(canonical, options):
            return None
        return "predicted.option", {**told, "options": ", ".join(map(show, options))}
    form = answer.entries[key].form
    return None if form_of(entry) == form else (_WANTED[form], told)


def _sorted_out(answer: Sealed, committed: Mapping[str, Any]) -> dict[str, str]:
    """Return which entries are right and which are wrong, as lists to be read."""
    right = [key for key, entry in committed.items() if answer.entries[key].opens(entry)]
    wrong = [key for key in committed if key not in right]
    return {"right": _listed(right), "wrong": _listed(wrong)}


_WANTED = {"number": "predicted.number", "numbers": "predicted.numbers"}
"""By form; texts are chosen from options."""


def _judged(
    context: Context,
    answered: Answered,
    committed: Mapping[str, Any],
    waiting: Collection[str],
    data: Mapping[str, Any],
) -> Finding | None:
    seals = answered.case.answer.entries
    right = [key for key, entry in committed.items() if seals[key].opens(entry)]
    wrong = [key for key in committed if key not in right]
    told: dict[str, Any] = {
        **data,
        "right": _listed(right),
        "wrong": len(wrong),
        "committed": len(committed),
        "waiting": _listed(waiting),
    }
    if not wrong:
        code = "predicted.waiting" if right else "predicted.none_yet"
        return context.failed(code, status="blocked", **told) if waiting else None
    arguments = answered.case.arguments
    name = name_of_entries(context.task.name, arguments, wrong, committed, _same)
    told |= {"key": show(wrong[0]), "found": show(committed[wrong[0]])}
    code = "predicted.wrong_so_far" if waiting else "predicted.wrong"
    return context.failed(code, mistake=name, **told)


def _listed(keys: Collection[str]) -> str:
    """Return the keys, which the author chose, as briefly as can be."""
    return ", ".join(keys) or "-"


def _same(wrong: Any, found: Any) -> bool:
    """Whether a mistake's entry is the student's, however either is written."""
    written = canonical(bare(wrong))
    return written is not None and written == canonical(found)
