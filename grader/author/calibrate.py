"""`author calibrate`: train each accuracy check's reference, and its wrong twin, many times."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from grader.judge.repairs import pixel_table
from grader.kit import Kit
from grader.messages import Messages
from grader.network import Network, digest, from_json, walk
from grader.reference import FrozenTask, NetworkAnswer
from grader.spec import Accuracy
from grader.train.accuracy import Memory, train
from grader.train.calibration import Calibration, key_of, load, same_recipe, store
from grader.train.processes import Trainers
from grader.train.trainer import Extras

SEEDS = tuple(range(8))


def calibrate(kit: Kit, messages: Messages) -> int:
    """Measure every accuracy check and store its bar; 1 where one does not separate."""
    calibrations: dict[str, Calibration] = {}
    faults: list[str] = []
    asked = [(slug, *pair) for slug in kit.slugs for pair in accuracy_checks(kit, slug)]
    with closing(Trainers()) as trainers:
        for slug, task, check in asked:
            found = measure(kit, slug, task, check, trainers)
            calibrations[key_of(task.id, check)] = found
            print(f"{task.id} {task.name} ({check.group}): bar {found.bar:.2f}")
            print(f"  right {_show(found.right)}")
            for name, runs in found.wrong.items():
                print(f"  wrong ({name}) {_show(runs)}")
            faults += [f"{task.id}: {fault}" for fault in found.faults()]
    store(kit, calibrations)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def accuracy_checks(kit: Kit, slug: str) -> Iterator[tuple[FrozenTask, Accuracy]]:
    """Yield the tasks of an exercise that have an accuracy check, with the check."""
    for task in kit.load(slug).tasks:
        for check in task.checks:
            if isinstance(check, Accuracy):
                yield task, check


def stale_calibrations(kit: Kit) -> Iterator[str]:
    """Yield a line for each accuracy check whose bar was measured under another recipe."""
    stored = load(kit)
    for slug in kit.slugs:
        for task, check in accuracy_checks(kit, slug):
            found = stored.get(key_of(task.id, check))
            now = digest(network_of(task, check.group))
            same = found and same_recipe(found.recipe, check.recipe) and found.reference == now
            if not same:
                yield f"task {task.id} is not calibrated; run `python -m grader author calibrate`"


def network_of(task: FrozenTask, group: str) -> Network:
    """Return the network that the solution builds for the case of a group."""
    return from_json(_answer_of(task, group).network)


def _answer_of(task: FrozenTask, group: str) -> NetworkAnswer:
    for case in task.cases:
        if case.group == group and isinstance(case.answer, NetworkAnswer):
            return case.answer
    raise LookupError(f"task {task.id} has no network in the group {group!r}")


def extras_of(kit: Kit, slug: str, task: FrozenTask, check: Accuracy) -> Extras:
    """Return what the solution brings to a training besides its network."""
    optimizer = _answer_of(task, check.group).compiled if check.compiled else None
    if not check.pixels:
        return Extras(optimizer)
    answers = next(other for other in kit.load(slug).tasks if other.id == check.pixels).cases
    return Extras(optimizer, pixel_table((case.arguments, case.answer) for case in answers))


def measure(
    kit: Kit, slug: str, task: FrozenTask, check: Accuracy, trainers: Trainers | None = None
) -> Calibration:
    """Train the solution's network, and its twin where there is one, with all SEEDS."""
    memory = Memory(kit.root / ".grader" / "accuracy")
    right = network_of(task, check.group)
    wrong = network_of(task, check.beside) if check.beside else None
    extras = extras_of(kit, slug, task, check)

    def run(network: Network, seed: int) -> float:
        return train(network, check.recipe, seed, memory, None, extras, trainers).accuracy

    with ThreadPoolExecutor(2) as pool:
        good = tuple(pool.map(lambda seed: run(right, seed), SEEDS))
        if wrong is None:
            return Calibration(check.recipe, digest(right), good, {"guess": (_guess(right),)})
        bad = tuple(pool.map(lambda seed: run(wrong, seed), SEEDS))
    return Calibration(check.recipe, digest(right), good, {check.beside: bad})


def _guess(network: Network) -> float:
    """Return what somebody reaches who guesses among equally frequent classes: one unit, two."""
    units = walk(network)[network.output].shape[-1]
    assert isinstance(units, int)
    return 1 / max(units, 2)


def _show(runs: tuple[float, ...]) -> str:
    return " ".join(f"{run:.3f}" for run in runs)
