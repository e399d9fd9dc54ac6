"""`author build`: from `solutions/` to `exercises/` and `grader/reference/`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from grader.author.calibrate import stale_calibrations
from grader.author.exercise import (
    HANDOUTS,
    LANGUAGES,
    Authored,
    AuthorError,
    read_authored,
)
from grader.author.figures import write_pictures
from grader.author.mistakes_page import mistakes_pages
from grader.author.sealing import seal_entries
from grader.author.stubs import cut_stub
from grader.judge.compare import size_of
from grader.kit import Kit
from grader.network import NetworkError, read_network
from grader.network import to_json as network_to_json
from grader.network.compiled import read_compiled
from grader.network.compiled import to_json as compiled_to_json
from grader.reference import (
    FrozenCase,
    FrozenTask,
    NetworkAnswer,
    Raises,
    Reference,
    to_json,
)
from grader.run.collect import Call, Source, collect
from grader.run.evidence import Outcome
from grader.run.launch import Launcher
from grader.run.worker.frames import BuiltModel, Tensor
from grader.spec import (
    Arguments,
    Arrays,
    Case,
    GivenModel,
    Outputs,
    Predicted,
    Task,
    Trained,
    Values,
)
from grader.submission import imports_keras, read_tree

CONFTEST = Path(__file__).resolve().parent / "templates" / "exercises" / "conftest.py"
"""What lets pytest show the checks of `exercises/`."""
FROZEN_SEED = 20_240_607
"""The cases that are drawn once and frozen are drawn from here, task by task."""
SMALL_SEED = FROZEN_SEED + 1
DRAWN, SMALL = 200, 2
"""Of so many drawn cases, so many of the smallest are frozen, too, for each group."""
TOLERANCE = 1e-6
"""Two builds of one reference may differ by this share: libraries sum in different orders."""


class StaleError(Exception):
    """Something generated is not what the author's folder would generate now."""


def build(kit: Kit, launcher: Launcher, *, check: bool = False) -> Iterator[str]:
    """Generate everything, or with `check` only compare; yields one line for each stale file.

    Raises AuthorError and MarkerError for faults in an author's folder.
    """
    folders = sorted(p for p in kit.solutions.iterdir() if p.is_dir() and p.name[:2].isdigit())
    for folder in folders:
        yield from build_exercise(kit, folder, launcher, check=check)
    if (kit.root / "docs").is_dir():
        for path, text in mistakes_pages(kit):
            yield from _write(path, text, check=check)
    yield from _write(kit.exercises / CONFTEST.name, CONFTEST.read_text("utf-8"), check=check)
    known = {folder.name for folder in folders}
    for path in [*kit.exercises.glob("[0-9]*_*"), *kit.reference.glob("[0-9]*_*.json")]:
        if path.stem not in known:
            yield f"{path}: no author's folder makes this"
    yield from stale_calibrations(kit)


def build_exercise(
    kit: Kit, folder: Path, launcher: Launcher, *, check: bool = False
) -> Iterator[str]:
    """Generate the files of one exercise; yields a line for each that was not up to date."""
    authored = read_authored(folder)
    reference = freeze(authored, launcher)
    out = kit.exercises / folder.name
    texts = {out / authored.file.name: reference.stub}
    for name in HANDOUTS.values():
        texts[out / name] = (folder / name).read_text("utf-8")
    for path, text in texts.items():
        yield from _write(path, text, check=check)
    yield from _write_reference(kit.reference / f"{folder.name}.json", reference, check=check)
    yield from _write_figures(folder / "figure.py", out, check=check)


def _write(path: Path, text: str, *, check: bool) -> Iterator[str]:
    if path.is_file() and path.read_text("utf-8") == text:
        return
    yield _stale(path, check)
    if not check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


def _stale(path: Path, check: bool) -> str:
    if not check:
        return f"{path}: written"
    state = "is stale" if path.is_file() else "is missing"
    return f"{path}: {state}; run `python -m grader author build`"


def _write_reference(path: Path, reference: Reference, *, check: bool) -> Iterator[str]:
    text = json.dumps(to_json(reference), ensure_ascii=False, indent=1) + "\n"
    data = json.loads(text)  # with lists where networks have tuples
    if path.is_file() and equal_up_to_rounding(json.loads(path.read_text("utf-8")), data):
        return
    yield _stale(path, check)
    if not check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")


def equal_up_to_rounding(one: Any, other: Any) -> bool:
    """Whether two references say the same; floats and float arrays may differ by TOLERANCE."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return False
        if {"dtype", "shape", "data"} <= one.keys():
            return _equal_arrays(one, other)
        return all(equal_up_to_rounding(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal_up_to_rounding, one, other))
    if type(one) is float and type(other) is float:
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return type(one) is type(other) and bool(one == other)


def _equal_arrays(one: dict[str, Any], other: dict[str, Any]) -> bool:
    import base64

    from grader.run.worker.frames import read_array

    if one["dtype"] != other["dtype"] or one["shape"] != other["shape"]:
        return False
    a, b = (read_array(r, base64.b64decode(r["data"])) for r in (one, other))
    return bool(np.allclose(a, b, rtol=TOLERANCE, atol=TOLERANCE))


def _write_figures(script: Path, folder: Path, *, check: bool) -> Iterator[str]:
    for picture, remark in write_pictures(script, folder, check=check):
        yield _stale(picture, check) + remark


def freeze(authored: Authored, launcher: Launcher) -> Reference:
    """Run the solution on every case and return what the grader will hold students against."""
    tasks = authored.exercise.tasks
    cases = {task.id: (*task.cases, *_drawn(task)) for task in tasks}
    answered = answer_cases(authored, cases, launcher)
    titles = {language: authored.titles[language] for language in LANGUAGES}
    stub = cut_stub(authored.solution, authored.file, tuple(task.id for task in tasks))
    try:
        read_tree(stub)
    except SyntaxError as error:
        what = f"the stub would be no Python: {error.msg}: `{(error.text or '').strip()}`"
        raise AuthorError(authored.file, what) from None
    return Reference(
        slug=authored.slug,
        file=authored.file.name,
        titles=titles,
        minutes=authored.exercise.minutes,
        stub=stub,
        tasks=tuple(_freeze_task(authored, task, answered[task.id]) for task in tasks),
    )


def _freeze_task(authored: Authored, task: Task, cases: tuple[FrozenCase, ...]) -> FrozenTask:
    hints = {language: authored.hints[task.id][language] for language in LANGUAGES}
    return FrozenTask(
        id=task.id,
        name=task.name,
        parameters=authored.parameters(task.name),
        minutes=task.minutes,
        by_hand=task.by_hand,
        calls=task.calls,
        checks=task.checks,
        cases=cases,
        hints=hints,
        logits=task.logits,
    )


def _drawn(task: Task) -> tuple[Case, ...]:
    return (*draw_cases(task, FROZEN_SEED, task.frozen), *small_cases(task))


def small_cases(task: Task) -> tuple[Case, ...]:
    """Return the smallest of many drawn cases of each group: they are easy to think through.

    A student whose function is wrong is shown the smallest case that it fails. Drawn ones are cases
    for which the task says what is right, which cases made smaller by rule need not be. Only for
    functions of numbers and arrays, where a call costs nothing.
    """
    if not all(isinstance(check, (Values, Arrays)) for check in task.checks):
        return ()
    smallest: list[Case] = []
    drawn = draw_cases(task, SMALL_SEED, DRAWN)
    for group in sorted(task.draws):
        own = [case for case in drawn if case.group == group and not _has_model(case)]
        by_size = {size_of(case.arguments): case for case in own}
        smallest += [by_size[size] for size in sorted(by_size)[:SMALL]]
    return tuple(smallest)


def _has_model(case: Case) -> bool:
    return any(isinstance(value, GivenModel) for value in case.arguments.values())


def draw_cases(task: Task, seed: int, count: int) -> tuple[Case, ...]:
    """Draw `count` cases of each group of a task; the same seed gives the same cases."""
    cases = []
    for number, (group, draw) in enumerate(sorted(task.draws.items())):
        major, minor = task.id.split(".")
        generator = np.random.default_rng([seed, int(major), int(minor), number])
        cases += [Case(draw(generator), group) for _ in range(count)]
    return tuple(cases)


def answer_cases(
    authored: Authored, cases: dict[str, tuple[Case, ...]], launcher: Launcher
) -> dict[str, tuple[FrozenCase, ...]]:
    """Run the solution on cases, given by task id, in a runner of its own.

    Raises AuthorError where the solution does not answer.
    """
    tasks = {task.id: task for task in authored.exercise.tasks}
    calls: list[Call] = []
    for task_id, asked in cases.items():
        task = tasks[task_id]
        parameters = authored.parameters(task.name)
        want = _want(task)
        for index, case in enumerate(asked or (Case({}),)):
            how = how_to_call(case.arguments, parameters, index)
            calls.append(Call(len(calls), task_id, task.name, case.arguments, how, want))
    source = Source(
        authored.solution,
        authored.file.name,
        imports_keras(read_tree(authored.solution)),
    )
    evidence = collect(source, calls, launcher)
    answers: dict[str, list[FrozenCase]] = {task_id: [] for task_id in cases}
    for call in calls:
        outcome = evidence.outcomes[call.number]
        answer = _answer(outcome, tasks[call.task], authored.file, call)
        groups = cases[call.task] or (Case({}),)
        group = groups[len(answers[call.task])].group
        answers[call.task].append(FrozenCase(call.arguments, group, call.how, answer))
    return {task_id: tuple(found) for task_id, found in answers.items()}


def _want(task: Task) -> str:
    return FrozenTask(task.id, task.name, (), 0, False, (), task.checks, (), {}).want


def how_to_call(arguments: Arguments, parameters: Sequence[str], index: int) -> str:
    """Choose between calls by position and by keyword, in turn: a stub promises both."""
    if not parameters:  # what is in a constant names its parameters itself
        return "position"
    in_order = tuple(arguments) == tuple(parameters[: len(arguments)])
    return "position" if in_order and index % 2 == 0 else "keyword"


def _answer(outcome: Outcome, task: Task, path: Path, call: Call) -> Any:
    if outcome.error is not None and outcome.error.type == "ValueError":
        return Raises("ValueError")
    if not outcome.answered:
        why = outcome.error or outcome
        raise AuthorError(path, f"task {task.id}: the solution gave no answer to {call}: {why}")
    value = outcome.value
    if any(isinstance(check, Trained) for check in task.checks):
        return None  # what comes of a training is judged by the bar
    predicted = next((check for check in task.checks if isinstance(check, Predicted)), None)
    if predicted is not None:
        return seal_entries(value, predicted, task.id, path)
    if isinstance(value, Tensor):
        value = value.array
    if not isinstance(value, BuiltModel):
        return value
    try:
        network = read_network(value.config)
    except NetworkError as error:
        raise AuthorError(path, f"task {task.id}: {error.code} {error.data}") from error
    keep = any(isinstance(check, Outputs) for check in task.checks)
    settings = read_compiled(value.config)
    compiled = None if settings is None else compiled_to_json(settings)
    return NetworkAnswer(network_to_json(network), value.weights if keep else None, compiled)
