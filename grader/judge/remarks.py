"""What is worth telling of a task besides its verdict: it costs nothing and earns nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.judge.context import Answered
from grader.judge.trained import taught_otherwise
from grader.reference import FrozenTask
from grader.report.model import Finding
from grader.run.worker.frames import FrameError
from grader.submission import definition, library_line

Called = Mapping[str, Sequence[Answered]]
"""The evidence of the other tasks whose functions a task calls, by their ids."""


def remarks(
    task: FrozenTask,
    findings: Sequence[Finding],
    answered: Sequence[Answered],
    tree: ast.Module | None,
    called: Called,
    names: Mapping[str, str],
) -> list[Finding]:
    """Return the remarks on a task that has been judged; `names` are functions' by task."""
    found = [
        *_asks_a_library(task, findings, tree),
        *_changes_input(task, findings, answered, called, names),
        *_returns_in_a_loop(task, findings, tree),
        *_taught_otherwise(task, findings, answered),
    ]
    return [
        Finding("remark", "pass", code, 0.0, 0.0, data, line=line) for code, line, data in found
    ]


Said = tuple[str, int | None, dict[str, Any]]


def _asks_a_library(
    task: FrozenTask, findings: Sequence[Finding], tree: ast.Module | None
) -> Iterator[Said]:
    """A right answer by Keras where it is to be worked out by hand."""
    if not task.by_hand or tree is None or any(f.status != "pass" for f in findings):
        return
    line = library_line(tree, task.name)
    if line is not None:
        yield "remark.library", line, {"name": task.name}


def _changes_input(
    task: FrozenTask,
    findings: Sequence[Finding],
    answered: Sequence[Answered],
    called: Called,
    names: Mapping[str, str],
) -> Iterator[Said]:
    """A function that changes what it is given, or calls one that does: whoever reads it afterwards
    reads other numbers.
    """
    changed = sorted({name for one in answered for name in one.outcome.changed})
    if not changed and all(f.status != "fail" for f in findings):
        return
    for helper, asked in called.items():
        if any(one.outcome.changed for one in asked):
            yield "remark.helper_changes_input", None, {"task": helper, "name": names[helper]}
            return
    if changed:
        yield "remark.changes_input", None, {"name": task.name, "changed": ", ".join(changed)}


def _taught_otherwise(
    task: FrozenTask, findings: Sequence[Finding], answered: Sequence[Answered]
) -> Iterator[Said]:
    """A network that learned from what it is tested on, or that was not watched: how `fit` is
    called is judged by nothing but the accuracy, so that whoever remembers is not found out.
    """
    if task.want != "trained" or not findings or any(f.mistake for f in findings):
        return
    for one in answered:
        try:
            code = taught_otherwise(one.outcome.value) if one.outcome.answered else None
        except FrameError:  # the verdict says so
            return
        if code is not None:
            yield code, None, {}
            return


def _returns_in_a_loop(
    task: FrozenTask, findings: Sequence[Finding], tree: ast.Module | None
) -> Iterator[Said]:
    """A loop that ends in its first round, where nothing else is known of a wrong answer."""
    wrong = [f for f in findings if f.status == "fail"]
    function = definition(tree, task.name) if tree is not None else None
    if not wrong or any(f.mistake for f in wrong) or function is None:
        return
    for loop in ast.walk(function):
        if not isinstance(loop, (ast.For, ast.While)):
            continue
        if any(isinstance(node, ast.Continue) for node in ast.walk(loop)):
            continue  # then it may well go round
        for node in loop.body:
            if isinstance(node, ast.Return):
                yield "remark.returns_in_loop", node.lineno, {}
                return
