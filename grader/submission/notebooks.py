"""Notebooks as text: their code cells as one file, without what only a notebook understands."""

from __future__ import annotations

import ast
import json
import re

from grader.submission.problem import Problem
from grader.submission.syntax import problem_in, read_tree

NOTEBOOK_NAMES = ("check", "hint")
"""What a notebook imports from the grader."""
_MAGIC = re.compile(r"^(\s*)([%!?].*|[\w.]+\?+)$")
_OTHER_LANGUAGE = re.compile(r"\s*%%(?!time|timeit|capture|prun)\w")


def notebook_source(text: str) -> tuple[str, Problem | None]:
    """Return the code cells of a notebook as one file in percent format, magics commented out."""
    try:
        cells = json.loads(text)["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        "".join(code).encode()
    except (ValueError, KeyError, TypeError, RecursionError):
        return "", Problem("file.notebook")
    return "\n\n".join(f"# %%\n{without_magics(cell)}" for cell in code) + "\n", None


def without_magics(cell: str) -> str:
    """Comment out what only a notebook understands: `%`, `!`, `?`, cells of other languages."""
    lines = cell.split("\n")
    if problem_in(lines) is None:  # a line may well begin with `%` inside of brackets
        return cell
    if _OTHER_LANGUAGE.match(cell):
        return "\n".join(f"# {line}" for line in lines)
    return "\n".join(_MAGIC.sub(r"\1pass  # \2", line) for line in lines)


def without_grader(text: str) -> str:
    """Let `from grader import check, hint`, as notebooks begin, mean nothing where it is graded:
    there is no grader in a runner's reach, and nobody to answer.
    """
    if "grader" not in text:
        return text
    lines = text.split("\n")
    imports = [n for n in ast.walk(read_tree(text)) if isinstance(n, (ast.Import, ast.ImportFrom))]
    # From right to left: what stands before on the same line keeps its place.
    for node in sorted(imports, key=lambda one: one.col_offset, reverse=True):
        means = _instead_of(node)
        if means and node.end_lineno == node.lineno:
            line = lines[node.lineno - 1].encode()
            parts = line[: node.col_offset], means.encode(), line[node.end_col_offset :]
            lines[node.lineno - 1] = b"".join(parts).decode()
    return "\n".join(lines)


def _instead_of(node: ast.Import | ast.ImportFrom) -> str:
    nothing = "lambda *_, **__: None"
    if [alias.name for alias in node.names] == ["grader"] and isinstance(node, ast.Import):
        name = node.names[0].asname or "grader"
        own = ", ".join(f'"{one}": staticmethod({nothing})' for one in NOTEBOOK_NAMES)
        return f'{name} = type("grader", (), {{{own}}})'
    if isinstance(node, ast.Import) or (node.module, node.level) != ("grader", 0):
        return ""
    if not {alias.name for alias in node.names} <= set(NOTEBOOK_NAMES):
        return ""
    return " = ".join([*(alias.asname or alias.name for alias in node.names), nothing])
