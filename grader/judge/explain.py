"""What the message of an exception means, whoever raised it: Keras, NumPy or Python itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.judge import keras_errors, python_errors, unknown_names
from grader.judge.keras_errors import Explanation
from grader.run.evidence import StudentError

LENGTH = 60
CODES = frozenset(
    {known.code for known in (*keras_errors.TABLE, *python_errors.TABLE)}
    | python_errors.OTHER_CODES
    | unknown_names.CODES
)
"""Every key of the catalogues' section `keras_error`."""


def explain(error: StudentError, tree: ast.Module | None = None) -> Explanation | None:
    """Return what an exception means, if it is a known one; `tree` is the student's file."""
    if error.kind != "raised":
        return None
    found = next(_explanations(error, tree), None)
    if found is None:
        return None
    return Explanation(found.code, {name: _cut(text) for name, text in found.data.items()})


def _explanations(error: StudentError, tree: ast.Module | None) -> Iterator[Explanation]:
    """Yield what fits, the special before the general."""
    told = f"{error.type}: {error.message}"
    line = error.trace[-1].code if error.trace else ""
    if tree is not None:
        named = unknown_names.explain_name(told, tree, line, error.line or 0)
        yield from (named,) if named else ()
    for known in (*keras_errors.TABLE, *python_errors.TABLE):
        match = known.pattern.search(told)
        if match is not None and (known.line is None or known.line.search(line)):
            found = {name: text for name, text in match.groupdict().items() if text is not None}
            yield Explanation(known.code, known.read(found))
    attribute = python_errors.explain_attribute(told)
    yield from (attribute,) if attribute else ()


def _cut(text: str) -> str:
    """Return a value as one short line."""
    line = " ".join(text.split())
    return line if len(line) <= LENGTH else f"{line[: LENGTH - 1]}…"
