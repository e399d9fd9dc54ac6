"""One statement of a cell as data: which names it gives a value, changes, uses now or later."""

from __future__ import annotations

import ast
import functools
import symtable
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.submission import read_tree

IN_PLACE = frozenset(
    ("append", "extend", "insert", "pop", "popitem", "remove", "discard", "clear", "update")
    + ("setdefault", "add", "sort", "reverse", "fill", "appendleft", "popleft", "rotate")
)
"""Methods that are known to change what they are called on, wherever they are called."""
OF_ARGUMENTS = frozenset(
    ("shuffle", "copyto", "put", "place", "putmask", "fill_diagonal", "setattr", "delattr")
    + ("heappush", "heappop", "heapify", "insort")
)
"""Functions of libraries that change what they are given."""
COMPREHENSIONS = frozenset(("listcomp", "setcomp", "dictcomp", "genexpr"))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Statement:
    """A statement at the top level of a cell, and the names that it has to do with."""

    cell: int
    """The number of its cell; 0 where it comes from the stub."""
    first: int
    """Its first line in that cell, counted from 1."""
    text: str
    binds: frozenset[str] = NOTHING
    """Names that have another value afterwards, or none, whatever happens."""
    may_bind: frozenset[str] = NOTHING
    changes: frozenset[str] = NOTHING
    """Names whose values are changed in place."""
    asks: frozenset[str] = NOTHING
    """Names of whose values a method is called, for nothing but what it does."""
    uses: frozenset[str] = NOTHING
    """Names that are looked up at once."""
    later: frozenset[str] = NOTHING
    """Names that a function made here looks up when it is called."""
    calls: tuple[tuple[str, frozenset[str]], ...] = ()
    """Functions called by name, each with the names that are handed over."""
    writes: frozenset[str] = NOTHING
    """Names that a function made here declares `global` and gives a value."""
    spoils: bool = False
    """Whether a function made here changes what it is given."""
    imports: bool = False
    deletes: bool = False
    star: bool = False
    """Whether it imports names that are not told."""
    future: bool = False
    broken: bool = False
    """Whether it is a whole cell with an error of syntax."""

    @property
    def end(self) -> int:
        """Its last line."""
        return self.first + self.text.count("\n")


@functools.lru_cache(maxsize=4096)
def statements_of(text: str, cell: int) -> tuple[Statement, ...]:
    """Return the statements of a text but for those that only run as a script, or not in a file.

    Raises SyntaxError, and what else Python raises for texts that are too deep.
    """
    lines = text.split("\n")
    tree = read_tree(text)
    nodes = [node for node in tree.body if not _of_scripts(node) and _in_a_file(node)]
    return tuple(_statement(node, lines, text, cell) for node in nodes)


def _of_scripts(node: ast.stmt) -> bool:
    """Whether it is `if __name__ == "__main__":`, which is true in a notebook and not in a file."""
    if not isinstance(node, ast.If) or not isinstance(node.test, ast.Compare):
        return False
    return isinstance(node.test.left, ast.Name) and node.test.left.id == "__name__"


def _in_a_file(node: ast.stmt) -> bool:
    """Whether a file may have it: a notebook may `await` outside of every function."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(ast.Module([node], []), "", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def _statement(node: ast.stmt, lines: list[str], text: str, cell: int) -> Statement:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(one.lineno for one in decorators)])
    own = ast.get_source_segment(text, node) or ""
    own = "\n".join([*lines[first - 1 : node.lineno - 1], own])
    uses, later, writes = _looked_up(own)
    binds, may_bind = _bound(node)
    if isinstance(node, ast.AugAssign):
        uses |= binds
    return Statement(
        cell,
        first,
        own,
        binds=binds,
        may_bind=may_bind,
        changes=frozenset(_changed([node])),
        asks=frozenset(_asked(node)),
        uses=uses,
        later=later,
        calls=tuple(_calls(node)),
        writes=writes,
        spoils=isinstance(node, FUNCTIONS) and bool(_arguments(node) & set(_changed(node.body))),
        imports=isinstance(node, (ast.Import, ast.ImportFrom)),
        deletes=isinstance(node, ast.Delete),
        star=isinstance(node, ast.ImportFrom) and node.names[0].name == "*",
        future=isinstance(node, ast.ImportFrom) and node.module == "__future__",
    )


def _looked_up(text: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the global names that a statement uses now, later, and sets from within a function."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = symtable.symtable(text, "", "exec")
    now, later, written = set[str](), set[str](), set[str]()

    def walk(one: symtable.SymbolTable, deferred: bool) -> None:
        own = one.get_type() == "function" and one.get_name() not in COMPREHENSIONS
        deferred = deferred or own
        for symbol in one.get_symbols():
            if one is not table and not symbol.is_global():
                continue
            if symbol.is_referenced():
                (later if deferred else now).add(symbol.get_name())
            if deferred and symbol.is_assigned():
                written.add(symbol.get_name())
        for child in one.get_children():
            walk(child, deferred)

    walk(table, False)
    return frozenset(now), frozenset(later), frozenset(written)


def _bound(node: ast.stmt) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names that a statement binds (or unbinds), and those that it may bind."""
    if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        return frozenset((node.name,)), NOTHING
    every = frozenset(_stored(node))
    surely = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Import, ast.ImportFrom, ast.Delete)
    if isinstance(node, ast.AnnAssign) and node.value is None:
        return NOTHING, NOTHING
    return (every, NOTHING) if isinstance(node, surely) else (NOTHING, every)


def _stored(node: ast.AST) -> Iterator[str]:
    for one in _outside_functions([node]):
        if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load):
            yield one.id
        elif isinstance(one, (*FUNCTIONS, ast.ClassDef)):
            yield one.name
        elif isinstance(one, ast.alias) and one.name != "*":
            yield one.asname or one.name.partition(".")[0]
        elif isinstance(one, ast.ExceptHandler) and one.name:
            yield one.name


def _outside_functions(nodes: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """Yield the nodes that run when a statement runs: not what is inside of functions."""
    for node in nodes:
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            yield from _outside_functions(list(ast.iter_child_nodes(node)))


def _changed(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield the names whose values are changed in place."""
    for node in _outside_functions(nodes):
        name = ""
        if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
            name = _root(node)
        elif isinstance(node, ast.AugAssign):
            name = _root(node.target)
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in IN_PLACE:
                name = _root(node.func)
            if _last_name(node.func) in OF_ARGUMENTS:
                yield from filter(None, map(_root, node.args))
        if name:
            yield name


def _asked(node: ast.stmt) -> Iterator[str]:
    """Yield `box` for a statement such as `box.put(3)`."""
    for one in _outside_functions([node]):
        if isinstance(one, ast.Expr) and isinstance(one.value, ast.Call):
            function = one.value.func
            if isinstance(function, ast.Attribute) and (name := _root(function)):
                yield name


def _calls(node: ast.stmt) -> Iterator[tuple[str, frozenset[str]]]:
    for one in _outside_functions([node]):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name):
            given = [*one.args, *(keyword.value for keyword in one.keywords)]
            yield one.func.id, frozenset(filter(None, map(_root, given)))


def _arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    own = function.args
    return {one.arg for one in (*own.posonlyargs, *own.args, *own.kwonlyargs)}


def _root(node: ast.AST) -> str:
    """Return `a` for `a.b[c].d`; "" for what does not begin with a name."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
