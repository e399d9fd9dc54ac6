"""Finding the mistake that reproduces what a student's function answers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from grader.judge.compare import plain, same_value
from grader.judge.context import Answered, Context, Name
from grader.mistakes.catalogue import Mistake, mistakes_of
from grader.reference import Raises
from grader.spec import GivenModel

Same = Callable[[Any, Any], bool]


def name_of_function(context: Context, same: Same = same_value) -> Name | None:
    """Return the one mistaken function that answers as the student's does on every case.

    Where two fit the cases of the check, all cases of the task decide. None where no mistake
    fits, or where two still do: a wrong name is worse than none.
    """
    fitting = _fitting(mistakes_of(context.task.name), context.answered, same)
    if len(fitting) > 1:
        fitting = _fitting(fitting, context.everything, same)
    return _only(fitting)


def _fitting(
    mistakes: Sequence[Mistake], answered: Sequence[Answered], same: Same
) -> list[Mistake]:
    return [m for m in mistakes if all(_fits(m, one, same) for one in answered)]


def _only(mistakes: Sequence[Mistake]) -> Name | None:
    return Name(mistakes[0].id, mistakes[0].hint) if len(mistakes) == 1 else None


def _fits(mistake: Mistake, answered: Answered, same: Same) -> bool:
    wrong = mistaken_answer(mistake, answered.case.arguments)
    if isinstance(wrong, Raises):
        error = answered.outcome.error
        return error is not None and error.kind == "raised" and error.type == wrong.type
    return answered.outcome.answered and same(wrong, answered.outcome.value)


def mistaken_answer(mistake: Mistake, arguments: Mapping[str, Any]) -> Any:
    """Return what somebody who makes the mistake answers; Raises where that is an error."""
    values = {name: _usable(value) for name, value in arguments.items()}
    try:
        with np.errstate(all="ignore"):
            return mistake.function(**values)
    except Exception as error:
        return Raises(type(error).__name__)


def _usable(value: Any) -> Any:
    if isinstance(value, GivenModel):
        from grader.judge.given import as_function

        return as_function(value)
    return value


def name_of_entries(
    stub: str,
    arguments: Mapping[str, Any],
    wrong: Sequence[Any],
    found: Mapping[Any, Any],
    same: Same = same_value,
) -> Name | None:
    """Return the one mistake that explains the wrong entries of a dict, or else the first of them.

    Of several that explain all, the one that fits the right entries, too, goes first: who makes
    the others would have them wrong. Entries that are still None speak for and against nothing.
    """
    explaining = {key: _explaining(stub, arguments, key, found[key], same) for key in wrong}
    common = _common(explaining.values())
    whole = [m for m in common if _reproduces(m, arguments, found, same)]
    for fitting in (whole, common, explaining[wrong[0]]):
        if len(fitting) == 1:
            return _only(fitting)
    return None


def _explaining(
    stub: str, arguments: Mapping[str, Any], key: Any, value: Any, same: Same
) -> list[Mistake]:
    if plain(value) is None:
        return []
    fitting = []
    for mistake in mistakes_of(stub):
        entries = mistaken_answer(mistake, arguments)
        if isinstance(entries, Mapping) and key in entries and same(entries[key], value):
            fitting.append(mistake)
    return fitting


def _common(groups: Iterable[list[Mistake]]) -> list[Mistake]:
    groups = list(groups)
    return [m for m in groups[0] if all(m in group for group in groups)] if groups else []


def _reproduces(
    mistake: Mistake, arguments: Mapping[str, Any], found: Mapping[Any, Any], same: Same
) -> bool:
    entries = mistaken_answer(mistake, arguments)
    filled = [key for key in entries if plain(found.get(key)) is not None]
    return all(same(entries[key], found[key]) for key in filled)


def takes_input(mistake: Mistake) -> bool:
    """Whether a mistaken builder answers with outputs for an input `x`, not with kernels."""
    return "x" in inspect.signature(mistake.function).parameters
