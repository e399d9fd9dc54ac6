"""`author prove --slow`: every recipe separates, measured again with many seeds.

The reference passes with room, and every network that is designed to be wrong fails with room: the
twin beside it, and each file of `wrong/` whose first line announces a failure of this check.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.author.calibrate import accuracy_checks, measure
from grader.author.exercise import AuthorError, read_authored
from grader.author.prove import overlay, read_expected
from grader.judge.accuracy import extras_of
from grader.judge.context import Answered
from grader.kit import Kit, module_name
from grader.network import Network, read_network
from grader.reference import FrozenCase, FrozenTask
from grader.run.choose import choose_launcher
from grader.run.collect import Call, Source, collect
from grader.run.launch import Launcher
from grader.run.worker.frames import BuiltModel
from grader.spec import Accuracy
from grader.submission import imports_keras, read_tree
from grader.train.accuracy import Memory, train
from grader.train.calibration import MARGIN, bars_of
from grader.train.processes import Trainers
from grader.train.trainer import Extras

WRONG_SEEDS = tuple(range(5))


@dataclass(frozen=True)
class Runs:
    """What one network reaches under one recipe, with several seeds."""

    task: str
    group: str
    name: str
    accuracies: tuple[float, ...]
    bar: float
    right: bool

    @property
    def room(self) -> float:
        """How far the nearest run is from the bar; negative on the wrong side of it."""
        if self.right:
            return min(self.accuracies) - self.bar
        return self.bar - max(self.accuracies)


def prove_slowly(kit: Kit, selection: Sequence[tuple[str, str | None]]) -> int:
    """Measure every recipe of the selected exercises, print a table; 1 where room is missing."""
    with closing(choose_launcher()) as launcher, closing(Trainers()) as trainers:
        runs = [one for slug, _ in selection for one in runs_of(kit, slug, launcher, trainers)]
    Console(highlight=False).print(_table(runs))
    return 1 if any(one.room < MARGIN for one in runs) else 0


def runs_of(
    kit: Kit, slug: str, launcher: Launcher, trainers: Trainers | None = None
) -> Iterator[Runs]:
    """Train the reference, its twin and the wrong answers of every accuracy check."""
    for task, check in accuracy_checks(kit, slug):
        bar = bars_of(kit, task.id, check)[0]
        measured = measure(kit, slug, task, check, trainers)
        yield Runs(task.id, check.group, "the solution", measured.right, bar, True)
        for name, accuracies in measured.wrong.items():
            yield Runs(task.id, check.group, name, accuracies, bar, False)
        for path in sorted((kit.solutions / slug / "wrong").glob("*.py")):
            expected = read_expected(path)
            if (expected.task, expected.check) == (task.id, "accuracy"):
                network, extras = _of_wrong(kit, slug, task, check, path, launcher)
                found = _accuracies(kit, task, check, network, extras, trainers)
                if found:
                    yield Runs(task.id, check.group, path.name, found, bar, False)


def _of_wrong(
    kit: Kit, slug: str, task: FrozenTask, check: Accuracy, path: Path, launcher: Launcher
) -> tuple[Network, Extras]:
    """Return the network of a wrong answer, and what it brings to the training besides."""
    answered = ask_variant(kit, slug, task, check, path, launcher)
    built = answered[task.id][0].outcome.value
    if not isinstance(built, BuiltModel):
        raise AuthorError(path, f"{task.id} builds no network: {answered[task.id][0].outcome}")
    extras = extras_of(check, built, answered)
    if extras is None:
        raise AuthorError(path, f"{task.id} has no optimiser that can be read")
    return read_network(built.config), extras


def _accuracies(
    kit: Kit,
    task: FrozenTask,
    check: Accuracy,
    network: Network,
    extras: Extras,
    trainers: Trainers | None,
) -> tuple[float, ...]:
    """Return what a wrong network reaches; nothing where it is right in this group."""
    memory = Memory(kit.root / ".grader" / "accuracy")

    def run(seed: int) -> float:
        return train(network, check.recipe, seed, memory, None, extras, trainers).accuracy

    bar = bars_of(kit, task.id, check)[0]
    if run(WRONG_SEEDS[0]) >= bar and _several_groups(task):
        return ()  # it is wrong in another group of the task
    with ThreadPoolExecutor(2) as pool:
        return tuple(pool.map(run, WRONG_SEEDS))


def _several_groups(task: FrozenTask) -> bool:
    return sum(isinstance(check, Accuracy) for check in task.checks) > 1


def ask_variant(
    kit: Kit, slug: str, task: FrozenTask, check: Accuracy, path: Path, launcher: Launcher
) -> dict[str, list[Answered]]:
    """Ask a wrong answer for the case that is trained, and for what becomes of its pixels."""
    folder = kit.solutions / slug
    authored = read_authored(folder)
    text = overlay(authored.solution, path.read_text("utf-8"), path)
    others = [t for t in kit.load(slug).tasks if t.id == check.pixels]
    asked: list[tuple[FrozenTask, FrozenCase]] = [
        (task, next(case for case in task.cases if case.group == check.group))
    ]
    asked += [(other, case) for other in others for case in other.cases]
    calls = [
        Call(number, one.id, one.name, case.arguments, case.how, one.want)
        for number, (one, case) in enumerate(asked)
    ]
    keras = imports_keras(read_tree(text))
    name = f"{module_name(slug)}.py"
    evidence = collect(Source(text, name, keras), calls, launcher)
    answered: dict[str, list[Answered]] = {}
    for number, (one, case) in enumerate(asked):
        answered.setdefault(one.id, []).append(Answered(case, evidence.outcomes[number]))
    return answered


def _table(runs: Sequence[Runs]) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in ("task", "network", "seeds", "worst", "best", "bar", "room"):
        table.add_column(column, justify="left" if column in ("task", "network") else "right")
    for one in runs:
        mark = "" if one.room >= MARGIN else " !"
        table.add_row(
            f"{one.task} {one.group}",
            f"{'right' if one.right else 'wrong'}: {one.name}",
            str(len(one.accuracies)),
            f"{min(one.accuracies):.3f}",
            f"{max(one.accuracies):.3f}",
            f"{one.bar:.2f}",
            Text(f"{one.room:.3f}{mark}", "red" if mark else ""),
        )
    return table
