"""From the solution's predictions to what the reference keeps of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from grader.author.exercise import AuthorError
from grader.reference import Sealed
from grader.seal import canonical, form_of, sealed
from grader.spec import Predicted


def seal_entries(value: Any, check: Predicted, task: str, path: Path) -> Sealed:
    """Seal each entry of the solution's dict, so that no right answer stands in the reference.

    Raises AuthorError for what is no dict with texts as keys, for an entry that cannot be sealed,
    and for a choice whose options do not have the answer.
    """
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise AuthorError(path, f"task {task}: predictions are a dict with texts as keys")
    unknown = [key for key in check.options if key not in value]
    if unknown:
        raise AuthorError(path, f"task {task}: options for {unknown[0]!r}, which is no entry")
    for key, answer in value.items():
        options = check.options.get(key)
        fits = canonical(answer) in map(canonical, options or (answer,))
        if not fits or (options is None and form_of(answer) == "text"):
            raise AuthorError(path, f"task {task}: {key!r} is {answer!r}, which is no option")
    try:
        seals = {key: sealed(answer, path.name, task, key) for key, answer in value.items()}
    except ValueError as error:
        raise AuthorError(path, f"task {task}: {error}") from None
    return Sealed(seals)
