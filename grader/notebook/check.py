"""`check("7.1")`: for a notebook's cells as they were run so far, or for the files of the kit."""

from __future__ import annotations

import ast
import functools
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.hints import HintMemory, next_hint
from grader.kit import ROOT, Kit, UsageError
from grader.messages import LANGUAGES, Messages, language_of_user
from grader.notebook.answer import Answer, Stopped
from grader.notebook.cells import Gathered, gather
from grader.notebook.client import Client, Progress, ServiceError
from grader.notebook.kernel import cells_run, kernel, listen, names_known
from grader.notebook.places import in_cells
from grader.reference import Reference
from grader.report.model import ExerciseReport
from grader.report.stored import from_plain
from grader.spec import EFFORTS
from grader.submission import modules_beside, read_tree

STEP_SECONDS = 0.5
"""How often the progress of a training is told."""

listen()


@functools.cache
def _client(root: Path) -> Client:
    return Client(root)


def check(
    what: Sequence[str | int],
    language: str | None,
    accuracy: str | None,
    kit: Kit | None = None,
) -> Answer:
    """Return the answer for exercises or tasks; see `grader.check`."""
    kit = kit or Kit(ROOT)
    messages = Messages(language if language in LANGUAGES else language_of_user())
    effort = accuracy or os.environ.get("GRADER_ACCURACY") or "standard"
    try:
        if effort not in EFFORTS:
            raise UsageError("usage.no_accuracy", name=effort, known=", ".join(EFFORTS))
        if any(isinstance(one, float) for one in what):  # 17.1 and 17.10 are one number
            raise UsageError("usage.needs_quotes", name=what[0])
        selection = kit.select([str(one) for one in what] or kit.slugs)
        if kernel() is None:
            return _of_files(kit, selection, effort, messages)
        answers = [_of_cells(kit, *one, effort, messages) for one in selection]
        return _joined(answers if what else _begun(answers, messages), messages)
    except UsageError as error:
        return Answer((), messages, (messages.text("usage", error.code, error.data),))
    except ServiceError as error:
        told = messages.text("notebook", "failed", {"why": str(error)})
        return Answer((), messages, (told,))
    except KeyboardInterrupt:
        raise Stopped(messages.text("ui", "interrupted")) from None


def hint(task: str, language: str | None, kit: Kit | None = None) -> Answer:
    """Return the next hint for a task, fitting what was run so far; see `grader.hint`."""
    kit = kit or Kit(ROOT)
    answer = check((task,), language, "none", kit)
    messages = answer.messages
    try:
        slug, asked = kit.select([str(task)])[0]
    except UsageError:
        return answer
    if asked is None:
        return Answer((), messages, (messages.text("usage", "usage.needs_task"),))
    found = (one for exercise in answer.exercises for one in exercise.tasks if one.id == asked)
    frozen = next(one for one in kit.load(slug, answers=False).tasks if one.id == asked)
    told = next_hint(frozen, next(found, None), HintMemory.of(kit), messages)
    return Answer((), messages, (told.title, *told.lines))


def _begun(answers: Sequence[Answer], messages: Messages) -> Sequence[Answer]:
    """Return the answers on exercises of which something was run: nobody named one."""
    found = [answer for answer in answers if answer.exercises]
    return found or [Answer((), messages, (messages.text("notebook", "run_something"),))]


def _joined(answers: Sequence[Answer], messages: Messages) -> Answer:
    exercises = tuple(one for answer in answers for one in answer.exercises)
    remarks = tuple(one for answer in answers for one in answer.remarks)
    return Answer(exercises, messages, remarks)


def _of_files(
    kit: Kit, selection: Sequence[tuple[str, str | None]], effort: str, messages: Messages
) -> Answer:
    question = {"selection": selection, "accuracy": effort}
    report = _client(kit.root).ask(question)
    return Answer(tuple(map(from_plain, report["exercises"])), messages)


def _of_cells(kit: Kit, slug: str, task: str | None, effort: str, messages: Messages) -> Answer:
    reference = kit.load(slug, answers=False)
    tasks = [task] if task else [one.id for one in reference.tasks]
    gathered = gather(cells_run(), reference, tasks, names_known())
    asked = {one.name for one in reference.tasks if one.id in tasks}
    if not asked & gathered.defined:
        key = "run_task" if task else "run_exercise"
        data = {"task": task, "exercise": reference.id, "title": reference.titles}
        data["title"] = reference.titles[messages.language]
        return Answer((), messages, (messages.text("notebook", key, data),))
    question = {
        "selection": [(slug, task)],
        "accuracy": effort,
        "files": {reference.file: gathered.text, **_beside(reference, gathered)},
    }
    with _Told(messages) as progress:
        report = _client(kit.root).ask(question, progress)
    found = [from_plain(one) for one in report["exercises"]]
    if not any(one.tasks for one in found):
        return Answer((), messages, (messages.text("notebook", "only_trained", {"task": task}),))
    return Answer(tuple(_placed(one, gathered, messages) for one in found), messages)


def _placed(exercise: ExerciseReport, gathered: Gathered, messages: Messages) -> ExerciseReport:
    return in_cells(exercise, gathered.origins, messages)


def _beside(reference: Reference, gathered: Gathered) -> dict[str, str]:
    """Return the modules that lie where the kernel works, where a cell imports one of them."""
    try:
        tree = read_tree(gathered.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = ast.Module([], [])
    texts = modules_beside(Path.cwd() / reference.file, Path.cwd(), tree)
    return {f"{name.replace('.', '/')}.py": text for name, text in texts.items()}


class _Told:
    """Tells how far a training is, in one line that goes away."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._last = 0.0
        self._width = 0

    def __enter__(self) -> Progress:
        return self._tell

    def _tell(self, slug: str, done: int, steps: int) -> None:
        if time.monotonic() - self._last < STEP_SECONDS:
            return
        self._last = time.monotonic()
        text = self._messages.text("ui", "training", {"slug": slug})
        line = f"{text}: {100 * done // max(steps, 1)} %"
        self._width = max(self._width, len(line) + len(line.encode()) // 2)
        self._write(line)

    def _write(self, line: str) -> None:
        sys.stdout.write(f"\r{line}")
        sys.stdout.flush()

    def __exit__(self, *_: Any) -> None:
        if self._width:
            self._write(" " * self._width + "\r")
