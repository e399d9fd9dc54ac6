"""Names that stand for nothing: what was meant by one, read from the student's file as text."""

from __future__ import annotations

import ast
import builtins
import difflib
import math
import re
from collections.abc import Collection, Iterator

import numpy as np

from grader.judge.keras_errors import MODELS, MODULES, OTHER_KINDS, WORDS, Explanation
from grader.network.schema import SCHEMA

CODES = frozenset(("name_of_module", "misspelt_name"))
ALIKE, ALIKE_OF_PYTHON = 0.75, 0.8
"""How much of two names must agree for one to be taken for the other, misspelt."""
LENGTH, MOST = 60, 2_000
"""Longer names are nobody's, and more are no person's work."""
CONSTANTS = frozenset(("pi", "inf", "nan", "newaxis"))
LAYERS = {kind.lower(): kind for kind in (*SCHEMA, *OTHER_KINDS)}
OF_KERAS = {name.lower(): name for name in (*MODELS, "Model", "Input")}
_UNKNOWN = re.compile(r"^NameError: name '(\w+)' is not defined")
Scope = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef


def explain_name(told: str, tree: ast.Module, line: str, number: int) -> Explanation | None:
    """Return what was meant by a name that is not defined on a line of the student's file.

    None where nothing is near, where the name has a meaning elsewhere in the file, or where it is a
    module's, which an import has to bring, or a word whose quotes are missing.
    """
    match = _UNKNOWN.search(told)
    name = match[1] if match else ""
    if not name or len(name) > LENGTH or re.fullmatch(MODULES, name):
        return None
    names = _names_at(tree, number)
    if name in names:
        return None
    called = re.search(rf"(?<![\w.]){name}\s*\(", line) is not None
    if re.fullmatch(WORDS, name) and not called:  # its quotes are missing
        return None
    full = _in_module(tree, name, called)
    if full is not None:
        return Explanation("name_of_module", {"name": name, "full": full})
    near = _nearest(name, names)
    return None if near is None else Explanation("misspelt_name", {"name": name, "near": near})


def _in_module(tree: ast.Module, name: str, called: bool) -> str | None:
    """Return `math.ceil` for `ceil` where the file imports math."""
    for alias, module in _imported(tree):
        tail = _offered(module, name, called)
        if tail is not None:
            return f"{alias}.{tail}"
    return None


def _offered(module: str, name: str, called: bool) -> str | None:
    """Return under which name a module has what is asked for; a variable may be called like one
    of its functions, so those count where they are called.
    """
    if module == "keras":
        layer = LAYERS.get(name.lower())
        return OF_KERAS.get(name.lower()) or (layer and f"layers.{layer}")
    if module == "keras.layers":
        return LAYERS.get(name.lower())
    own = {"math": math, "numpy": np}.get(module)
    found = None if own is None or name.startswith("_") else getattr(own, name, None)
    if found is None or found is getattr(builtins, name, None):
        return None
    fits = (called and callable(found)) or isinstance(found, type) or name in CONSTANTS
    return name if fits else None


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the modules that a file imports: how it calls each, and their own names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                yield one.asname or one.name, one.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                yield one.asname or one.name, f"{node.module}.{one.name}"


def _nearest(name: str, names: Collection[str]) -> str | None:
    """Return the name that is most alike, the student's own before Python's."""
    of_python = [one for one in dir(builtins) if not one.startswith("_")]
    for known, alike in ((names, ALIKE), (of_python, ALIKE_OF_PYTHON)):
        lower = {one.lower(): one for one in sorted(known)[:MOST]}
        if name.lower() in lower:
            return lower[name.lower()]
        close = difflib.get_close_matches(name.lower(), lower, 1, alike) if len(name) > 2 else []
        if close:
            return lower[close[0]]
    return None


def _names_at(tree: ast.Module, number: int) -> set[str]:
    """Return the names that a line can use: the file's, and those of the functions around it."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    scopes: list[Scope] = [tree]
    for node in ast.walk(tree):
        if isinstance(node, functions) and node.lineno <= number <= (node.end_lineno or 0):
            scopes.append(node)
    return {name for scope in scopes for name in _bound_in(scope) if len(name) <= LENGTH}


def _bound_in(scope: Scope) -> Iterator[str]:
    """Yield the names that are bound in one scope, not in the functions inside of it."""
    waiting: list[ast.AST] = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        waiting += ast.iter_child_nodes(node)
