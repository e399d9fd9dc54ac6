"""What the rewriting of programs shares: calls of Keras found, names drawn, statements walked."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import cast

Rewrite = Callable[[ast.FunctionDef], None]
"""Changes one function in place, or leaves it as it is."""
Change = Callable[[ast.expr], "ast.expr | None"]
"""Returns what stands in place of an expression; None where it stays."""
_BLOCKS = ("body", "orelse", "finalbody")


def expression(text: str) -> ast.expr:
    """Return the tree of an expression."""
    return ast.parse(text, mode="eval").body


def statements(text: str) -> list[ast.stmt]:
    """Return the trees of statements."""
    return ast.parse(text).body


def written(node: ast.AST) -> str:
    """Return a tree as text."""
    return ast.unparse(node)


def is_keras(node: ast.AST, path: str) -> bool:
    """Whether an expression is `keras.` with this path behind it: `"Input"`, `"layers.Dense"`."""
    return dotted(node) == f"keras.{path}"


def dotted(node: ast.AST) -> str:
    """Return `"keras.layers.Dense"` for that expression, nothing for what is no chain of names."""
    if isinstance(node, ast.Name):
        return node.id
    before = dotted(node.value) if isinstance(node, ast.Attribute) else ""
    return f"{before}.{node.attr}" if isinstance(node, ast.Attribute) and before else ""


def called(node: ast.AST, path: str) -> ast.Call | None:
    """Return the expression where it is a call of `keras.` with this path behind it."""
    return node if isinstance(node, ast.Call) and is_keras(node.func, path) else None


def layer_kind(node: ast.AST) -> str | None:
    """Return `"Dense"` for the call `keras.layers.Dense(...)`, None for all else."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    kind = node.func.attr
    return kind if kind[0].isupper() and is_keras(node.func.value, "layers") else None


def is_applied(node: ast.AST) -> bool:
    """Whether an expression is a layer that is made and called on one thing at once."""
    return (
        isinstance(node, ast.Call)
        and layer_kind(node.func) is not None
        and len(node.args) == 1
        and not node.keywords
        and not isinstance(node.args[0], ast.Starred)
    )


def layers_of(function: ast.FunctionDef) -> list[tuple[str, ast.Call]]:
    """Return every `keras.layers.X(...)` of a function with its X, in the order of the text."""
    found = [(layer_kind(node), node) for node in in_order(function)]
    return [(kind, cast(ast.Call, node)) for kind, node in found if kind is not None]


def in_order(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a tree from left to right, each node before what it holds."""
    yield node
    for child in ast.iter_child_nodes(node):
        yield from in_order(child)


def blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield every list of statements in a tree, the outer ones first."""
    for each in in_order(node):
        for field in _BLOCKS:
            block = getattr(each, field, None)
            if isinstance(block, list):
                yield block


def loads(node: ast.AST, name: str) -> int:
    """Return how often a name is read."""
    return sum(
        isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Load)
        for each in ast.walk(node)
    )


def bound(function: ast.FunctionDef) -> set[str]:
    """Return the names that a function gives a meaning to, parameters and inner ones included."""
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.FunctionDef):
            names.add(node.name)
    return names


def fresh(function: ast.FunctionDef, wanted: str) -> str:
    """Return a name that the function does not use yet: `x`, `x2`, `x3`."""
    taken = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)} | bound(function)
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}{number}"
    return name


def target(node: ast.stmt) -> str | None:
    """Return the name that a plain assignment `x = ...` sets, None for all other statements."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        first = node.targets[0]
        return first.id if isinstance(first, ast.Name) else None
    return None


def replace(node: ast.AST, change: Change) -> None:
    """Put what `change` returns in place of expressions inside a tree, the inner ones first."""
    _Replacing(change).visit(node)
    ast.fix_missing_locations(node)


class _Replacing(ast.NodeTransformer):
    def __init__(self, change: Change) -> None:
        self._change = change

    def generic_visit(self, node: ast.AST) -> ast.AST:
        node = super().generic_visit(node)
        new = self._change(node) if isinstance(node, ast.expr) else None
        return node if new is None else new


def in_turn(*rewrites: Rewrite) -> Rewrite:
    """Return one rewriting that does several, one after the other."""

    def rewrite(function: ast.FunctionDef) -> None:
        for each in rewrites:
            each(function)

    return rewrite


def put(node: ast.AST, name: str, value: ast.expr) -> None:
    """Put an expression wherever a tree reads a variable."""

    def change(each: ast.expr) -> ast.expr | None:
        read = isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and each.id == name
        return value if read else None

    replace(node, change)
