"""What a notebook's kernel has run so far, put together as one file for the grader."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from grader.notebook.slices import bound, needed
from grader.notebook.statements import Statement, statements_of
from grader.reference import FrozenTask, Reference
from grader.submission import beginning, read_tree, without_magics

_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True)
class Cell:
    """One cell as it was run."""

    number: int
    """What stands before it: 7 for `In [7]`."""
    text: str
    made: str = ""
    """What IPython made of it, magics being calls."""
    until: int | None = None
    """The first line that was not run to its end, as it raised; None where all were."""


@dataclass(frozen=True)
class Gathered:
    """A file made of the statements that some tasks need."""

    text: str
    origins: tuple[tuple[int, int], ...]
    """Where each of its lines comes from: the cell's number and the line in it; (0, 0) for none."""
    defined: frozenset[str]
    """The tasks' names that the notebook has defined, rightly or wrongly."""


def gather(
    cells: Sequence[Cell], reference: Reference, tasks: Collection[str], known: Collection[str]
) -> Gathered:
    """Return what tasks need, given by their ids, of all that was run.

    `known` are the names that have a value in the kernel. A task whose function nobody has written
    yet is there as its stub, so that the grader sees that it was not begun.
    """
    names = names_of(reference, tasks)
    run = _run(cells, names, known)
    star = any(one.star for one in run)
    defined = frozenset(n for n in names if bound(run, n) or (star and n in known))
    stubs = [] if defined == names else needed(statements_of(reference.stub, 0), names - defined)
    chosen = [*stubs, *needed(run, names)]
    text, origins = _written(sorted(chosen, key=lambda one: not one.future))
    return Gathered(text, origins, defined)


def names_of(reference: Reference, tasks: Collection[str]) -> frozenset[str]:
    """Return the functions of some tasks, and of those that they cannot be judged without."""
    by_id: Mapping[str, FrozenTask] = {task.id: task for task in reference.tasks}
    found: set[str] = set()
    waiting = list(tasks)
    while waiting:
        task = by_id[waiting.pop()]
        if task.name not in found:
            found.add(task.name)
            waiting += task.leans_on
    return frozenset(found)


def _run(cells: Sequence[Cell], names: Collection[str], known: Collection[str]) -> list[Statement]:
    """Return every statement that was run; a broken cell as one where it holds a task's function.

    What it should have defined is not there: the grader shall say why.
    """
    found: list[Statement] = []
    for cell in cells:
        statements = _statements(cell)
        if statements is None:
            found += _broken(cell, names)
        else:
            found += [one for one in statements if cell.until is None or one.end < cell.until]
    deleted = frozenset[str]().union(*(one.binds for one in found if one.deletes))
    there = {*known, *deleted}
    return [one for one in found if not one.binds or one.binds & there or one.broken]


@functools.lru_cache(maxsize=4096)
def _statements(cell: Cell) -> Sequence[Statement] | None:
    """Return the statements of a cell; None where it is no Python, so that nothing of it ran."""
    for text in filter(None, (without_magics(cell.text), cell.made)):
        try:
            compile(read_tree(text), "", "exec", dont_inherit=True, flags=_AWAIT)
            return statements_of(text, cell.number)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


_AWAIT = 0x2000
"""`ast.PyCF_ALLOW_TOP_LEVEL_AWAIT`: a cell may."""


def _broken(cell: Cell, names: Collection[str]) -> list[Statement]:
    text = without_magics(cell.text)
    meant = frozenset(found[1] or found[2] for found in beginning(*names).finditer(text))
    if not meant:
        return []
    uses = frozenset(_WORD.findall(text)) - meant
    return [Statement(cell.number, 1, text, binds=meant, uses=uses, broken=True)]


def _written(chosen: Sequence[Statement]) -> tuple[str, tuple[tuple[int, int], ...]]:
    lines: list[str] = []
    origins: list[tuple[int, int]] = []
    cell = None
    for one in chosen:
        if one.cell != cell and lines:
            lines.append("# %%")
            origins.append((0, 0))
        cell = one.cell
        own = one.text.split("\n")
        lines += own
        origins += [(cell, one.first + n) if cell else (0, 0) for n in range(len(own))]
    return "\n".join(lines) + "\n", tuple(origins)
