"""What a file defines and imports, and which of it is still the stub's."""

from __future__ import annotations

import ast
import copy
import re

LIBRARIES = frozenset(("keras", "tensorflow", "tf", "layers"))
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.Assign | ast.AnnAssign


def beginning(*names: str) -> re.Pattern[str]:
    """Return what finds the line on which a function or constant of these names begins."""
    one_of = "|".join(map(re.escape, names))
    return re.compile(rf"^(?:(?:async +)?def +({one_of})\b|({one_of}) *[:=](?!=))", re.MULTILINE)


def untouched(student: ast.Module, stub: ast.Module, name: str) -> bool:
    """Whether a student's definition is still the stub's, comments and docstring aside."""
    mine, given = definition(student, name), definition(stub, name)
    if mine is None or given is None:
        return False
    try:
        return _shape_of(mine) == _shape_of(given)
    except RecursionError:  # four hundred `elif`: no stub has them
        return False


def definition(tree: ast.Module, name: str) -> Definition | None:
    """Return the last top-level function or assignment of that name."""
    for node in reversed(tree.body):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name:
            return node
        targets = node.targets if isinstance(node, ast.Assign) else ()
        if isinstance(node, ast.AnnAssign):
            targets = [node.target]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return node  # type: ignore[return-value]
    return None


def _shape_of(node: Definition) -> str:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        has_docstring = ast.get_docstring(node) is not None
        node = copy.copy(node)
        node.body = node.body[has_docstring:]
        return ast.dump(node)
    return ast.dump(node.value) if node.value is not None else ""


def imports_keras(tree: ast.Module) -> bool:
    """Whether the file imports Keras or TensorFlow anywhere but in what it does when it is run."""
    asked = [node for node in tree.body if not _only_when_run(node)]
    return bool(imported(ast.Module(asked, [])) & {"keras", "tensorflow"})


def _only_when_run(node: ast.stmt) -> bool:
    """Whether a statement is `if __name__ == "__main__"`: a file that is imported leaves it out."""
    return (
        isinstance(node, ast.If)
        and not node.orelse
        and ast.unparse(node.test) == "__name__ == '__main__'"
    )


def imported(tree: ast.Module) -> set[str]:
    """Return the packages that a file imports anywhere, by the first part of their names."""
    roots: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            roots.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            roots.add((node.module or "").partition(".")[0])
    return roots - {""}


def library_line(tree: ast.Module, name: str) -> int | None:
    """Return the line in one function that calls Keras or TensorFlow, if there is one."""
    function = definition(tree, name)
    if function is None:
        return None
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in LIBRARIES:
            return node.lineno
    return None
