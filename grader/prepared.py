"""A submission's file beside its exercise: what of it is asked, in which order, by which calls."""

from __future__ import annotations

import ast
import contextlib
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.reference import FrozenTask, Reference
from grader.submission import Submission, imports_keras, modules_beside, read_tree, untouched

if TYPE_CHECKING:
    from grader.run.evidence import Evidence


def exercise_folder(folder: Path, reference: Reference) -> Path:
    """Return where in a submission the files of an exercise lie."""
    candidates = (folder / reference.slug, folder)
    stem = Path(reference.file).stem
    for candidate in candidates:
        if (candidate / reference.file).is_file() or (candidate / f"{stem}.ipynb").is_file():
            return candidate
    return folder if folder.name == reference.slug else candidates[0]


@dataclass(frozen=True)
class Collected:
    """One exercise of a submission after its code was run: judging needs none of that code."""

    slug: str
    only: str | None
    """The one task that is asked for; None for all."""
    submission: Submission
    evidence: Evidence | None
    """None where there was nothing to run."""
    seconds: float


@dataclass(frozen=True)
class Prepared:
    """A submission's file beside the exercise it is for."""

    reference: Reference
    submission: Submission
    asked: tuple[FrozenTask, ...]

    @functools.cached_property
    def tree(self) -> ast.Module | None:
        """The file's syntax tree; None where it cannot be read."""
        return None if self.submission.problem else self.submission.tree()

    @functools.cached_property
    def todo(self) -> frozenset[str]:
        """Ids of the tasks whose functions are the stub's."""
        tree = self.tree
        if tree is None:
            return frozenset()
        if self.submission.text.strip() == self.reference.stub.strip():
            return frozenset(task.id for task in self.reference.tasks)
        stub = _parsed(self.reference.stub)
        same = [t.id for t in self.reference.tasks if untouched(tree, stub, t.name)]
        return frozenset(same)

    def to_run(self) -> tuple[FrozenTask, ...]:
        """Return the tasks whose functions are worth calling, with those they may lean on."""
        if self.tree is None:
            return ()
        open_tasks = [t for t in self.asked if t.id not in self.todo]
        wanted = {t.id for t in open_tasks}.union(*(t.leans_on for t in open_tasks))
        return tuple(
            task
            for task in self.reference.tasks
            if task.id in wanted
            and task.id not in self.todo
            and task.name not in self.submission.broken
        )

    def in_order(self) -> tuple[FrozenTask, ...]:
        """Return the tasks to judge: those asked, and before them those that they may call."""
        run = {task.id for task in (*self.asked, *self.to_run())}
        return tuple(task for task in self.reference.tasks if task.id in run)

    def source(self, root: Path) -> Any:
        """Return what a runner is given; `root` is the submission's own folder."""
        from grader.run.collect import Source

        assert self.tree is not None
        path = self.submission.path
        modules = modules_beside(path, root, self.tree)
        trees = [self.tree]
        for text in modules.values():
            with contextlib.suppress(SyntaxError, RecursionError, MemoryError, ValueError):
                trees.append(read_tree(text))
        keras = any(map(imports_keras, trees))
        return Source(self.submission.text, path.name, keras, modules)


@functools.lru_cache(maxsize=32)
def _parsed(stub: str) -> ast.Module:
    return read_tree(stub)


def calls_of(asked: Sequence[FrozenTask], fresh: dict[str, Any]) -> list[Any]:
    """Return the calls that ask tasks on their cases and on fresh ones, numbered in this order."""
    from grader.run.collect import Call

    calls: list[Any] = []
    for task in asked:
        for case in (*task.cases, *fresh.get(task.id, ())):
            calls.append(Call(len(calls), task.id, task.name, case.arguments, case.how, task.want))
    return calls


def answered_by(task: FrozenTask, cases: dict[str, Any], evidence: Evidence) -> list[Any]:
    """Return what one task was asked and what came of it."""
    from grader.judge.context import Answered

    if task.id not in cases:
        return []
    numbers = numbers_of(cases)
    outcomes = [evidence.outcomes[n] for n in numbers[task.id]]
    return [Answered(case, outcome) for case, outcome in zip(cases[task.id], outcomes)]


def numbers_of(cases: dict[str, Any]) -> dict[str, range]:
    """Return which calls belong to which task: they were numbered in this order."""
    numbers, first = {}, 0
    for task_id, asked in cases.items():
        numbers[task_id] = range(first, first + len(asked))
        first += len(asked)
    return numbers
