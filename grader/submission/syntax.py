"""Reading Python as text: what parses, what does not, and where each definition stands."""

from __future__ import annotations

import ast
import itertools
import re
import threading
import warnings
from collections.abc import Iterator

from grader.submission.problem import Problem

MAX_TRIED = 5
"""Definitions in a file with an error are looked at as long as all together are not so many times
as long as the file."""
MAX_EMITTED = 1_000_000
"""Nodes for which Python may be asked to make code: it repeats each `finally` for every way out."""
MAX_DEFINITIONS = 50
"""So many are looked at where a file has an error; more are no person's work."""
_DEFINITION = re.compile(r"(?:async )?def (\w+)|(\w+)\s*(?::[^=]*)?=(?!=)")
_CELL_END = re.compile(r"# %%|def |async def |class |@|if __name__")
_BODY_END = re.compile(r"# %%|(?!(?:return|else|elif|except|finally)\b)[^\s#)\]}]")
"""Where a function's own lines end; a `return` that lost its indent still belongs to it."""
_READING = threading.Lock()
_ON_LINE = re.compile(r" on line (\d+)")


def read_tree(text: str) -> ast.Module:
    """Parse a text, one at a time: Python before 3.12 counts how deep it is for all threads at once
    (cpython #106905). Its warnings about a student's code are not the grader's.
    """
    with _READING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def cut_out_syntax_errors(
    text: str, names: tuple[str, ...]
) -> tuple[str, dict[str, Problem], Problem | None]:
    """Blank out each asked definition that does not parse, so that the others can be judged.

    Returns the text that parses, the names cut out with their errors, and the error that stands
    outside of all of them, if there is one.
    """
    broken: dict[str, Problem] = {}
    lines = text.split("\n")
    outside = problem_in(lines)
    if outside is None:
        return text, broken, None
    places = []
    room = MAX_TRIED * (len(text) + 10_000)
    for name, start, body, end in itertools.islice(_definitions(lines, names), MAX_DEFINITIONS):
        room -= sum(map(len, lines[start:end]))
        if room < 0:
            break
        problem = problem_in(lines, start, end) and problem_in(lines, start, body)
        if problem is not None:
            broken[name] = problem
            places.append((start, body, end))
    # What stands below a function may belong to it; it is kept where the file can be read with it.
    for ends in ([body for _, body, _ in places], [end for _, _, end in places]):
        for (start, _, _), end in zip(places, ends):
            lines[start:end] = [""] * (end - start)
        outside = problem_in(lines)
        if outside is None:
            return "\n".join(lines), broken, None
    return "", broken, outside


def problem_in(lines: list[str], start: int = 0, end: int | None = None) -> Problem | None:
    """Return the error of syntax in some of the lines, with its line in the whole."""
    text = "\n" * start + "\n".join(lines[start:end]) + "\n"
    try:
        if emitted(read_tree(text)) > MAX_EMITTED:
            return Problem("syntax.too_deep")
        with _READING, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "", "exec", dont_inherit=True)  # sees more: a `return` outside of all
    except SyntaxError as error:
        return _syntax_problem(error, lines)
    except (RecursionError, MemoryError, ValueError):
        return Problem("syntax.too_deep")
    return None


def emitted(node: ast.AST) -> int:
    """Return for how many nodes Python makes code: more than there are where `finally` is used,
    since its block is repeated for every way out of the one above it.
    """
    size = 1
    for name, value in ast.iter_fields(node):
        found = value if isinstance(value, list) else [value]
        nodes = sum(emitted(child) for child in found if isinstance(child, ast.AST))
        if name == "finalbody" and nodes:
            nodes *= 2 + sum(isinstance(one, WAYS_OUT) for one in ast.walk(node))
        size += nodes
    return size


WAYS_OUT = (ast.Return, ast.Break, ast.Continue)


def _syntax_problem(error: SyntaxError, lines: list[str]) -> Problem:
    earlier = _ON_LINE.search(error.msg or "")
    line = int(earlier[1]) if earlier else error.lineno or 1
    line = min(max(line, 1), len(lines))
    data = {"message": error.msg or "", "source": lines[line - 1].strip()[:200]}
    return Problem("syntax.error", line, data)


def _definitions(lines: list[str], names: tuple[str, ...]) -> Iterator[tuple[str, int, int, int]]:
    """Yield the asked definitions: name, first line, line after its own, line after its cell."""
    for number, line in enumerate(lines):
        found = _DEFINITION.match(line)
        name = found and (found[1] or found[2])
        if name not in names:
            continue
        start = number
        while start > 0 and lines[start - 1].startswith("@"):
            start -= 1
        body = _first(_BODY_END, lines, number + 1)
        yield name, start, body, _first(_CELL_END, lines, number + 1)


def _first(pattern: re.Pattern[str], lines: list[str], start: int) -> int:
    after = (n for n in range(start, len(lines)) if pattern.match(lines[n]))
    return next(after, len(lines))
