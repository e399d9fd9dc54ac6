"""What a worker does: run one exercise of one student, judge it, train a network.

A worker is a process of its own that keeps a warm process for students' code and one for training.
It takes and gives plain data, and knows neither names nor the gradebook.
"""

from __future__ import annotations

import atexit
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from grader.classroom.fingerprint import kit_digest
from grader.classroom.model import Built, Graded
from grader.grade import Grader, Options
from grader.kit import Kit
from grader.network import Network, digest, total, walk
from grader.prepared import Collected
from grader.train.accuracy import (
    Memory,
    Progress,
    Run,
    Training,
    TrainingError,
    TrainingLimit,
    carry_out,
    refuse_giants,
)
from grader.train.processes import Trainers


@dataclass(frozen=True)
class Settings:
    """How a whole class is graded."""

    root: str
    """Where the kit lies; a worker on another machine takes its own."""
    kit: str
    """What names the kit: a worker with another one refuses."""
    accuracy: str
    seed: int
    sandbox: str
    unprotected: bool = False
    """Whether code is run even where no sandbox holds."""


@dataclass(frozen=True)
class Item:
    """One exercise of one student."""

    slug: str
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Judged:
    """What judging came to: a grade, or the trainings that it waits for."""

    graded: Graded | None
    wanted: tuple[Training, ...] = ()


class KitDiffers(Exception):
    """A worker has another version of the kit or its libraries than the command."""


class Unprotected(Exception):
    """A worker's machine gives no sandbox; the message lists what is open."""


class Bench:
    """What one worker keeps between items."""

    def __init__(self, settings: Settings) -> None:
        root = Path(settings.root)
        self.kit = Kit(root) if root.is_dir() else Kit()
        if kit_digest(self.kit) != settings.kit:
            raise KitDiffers(f"the kit in {self.kit.root}, or its libraries, differ on this worker")
        options = Options(
            accuracy=settings.accuracy,
            seed=settings.seed,
            sandbox=settings.sandbox,
            workers=1,
        )
        self.grader = Grader(self.kit, options)
        if not settings.unprotected and self.grader.protections.tier == "none":
            raise Unprotected(" ".join(self.grader.protections.missing))
        self.trainers = Trainers()
        self.memory = Memory(self.kit.root / ".grader" / "accuracy")

    def close(self) -> None:
        """End the processes that are kept."""
        self.grader.__exit__()
        self.trainers.close()


_benches: dict[Settings, Bench] = {}
_lock = threading.Lock()


def bench_for(settings: Settings) -> Bench:
    """Return this worker's bench; one for other settings is given up."""
    with _lock:
        if settings not in _benches:
            close_benches()
            _benches[settings] = Bench(settings)
        return _benches[settings]


@atexit.register
def close_benches() -> None:
    """End whatever this worker keeps."""
    while _benches:
        _benches.popitem()[1].close()


def prepare(settings: Settings) -> str:
    """Start what this worker keeps and return its sandbox.

    Raises KitDiffers and Unprotected.
    """
    return bench_for(settings).grader.protections.tier


def collect(settings: Settings, item: Item) -> Collected:
    """Run one exercise's file."""
    grader = bench_for(settings).grader
    with tempfile.TemporaryDirectory(prefix="grader-class-") as name:
        folder = Path(name) / item.slug
        folder.mkdir()
        for file, data in item.files.items():
            (folder / file).write_bytes(data)
        collected = grader.collect(Path(name), item.slug)
    submission = collected.submission
    shown = Path(item.slug) / submission.path.name  # no path of this machine leaves it
    return replace(collected, submission=replace(submission, path=shown))


def judge(settings: Settings, collected: Collected, runs: Mapping[str, Run | str]) -> Judged:
    """Judge what was collected; `runs` holds what is known of trainings, by key."""
    grader = bench_for(settings).grader
    known = KnownRuns(runs)
    report = grader.judge(collected, known)
    if known.wanted:
        return Judged(None, tuple(known.wanted.values()))
    ran = collected.evidence is not None
    walls = grader.protections if ran else None
    return Judged(
        Graded(
            report,
            tuple(_built(task, one) for task, one in grader.networks(collected).items()),
            walls.tier if walls is not None else None,
            walls.missing if walls is not None else (),
        )
    )


def _built(task: str, network: Network) -> Built:
    parameters, _ = total(walk(network))
    return Built(task, digest(network), len(network.layers), parameters)


def grade(settings: Settings, item: Item) -> Judged:
    """Run and judge an exercise in which nothing is trained."""
    return judge(settings, collect(settings, item), {})


def train(settings: Settings, training: Training) -> Run | str:
    """Do one training; a text says why it failed through no fault of the student's."""
    bench = bench_for(settings)
    try:
        return carry_out(training, bench.memory, None, bench.trainers)
    except (TrainingError, TrainingLimit) as error:
        return str(error)


class KnownRuns:
    """Gives out the runs that are known, and notes the trainings that are not."""

    def __init__(self, runs: Mapping[str, Run | str]) -> None:
        self._runs = runs
        self.wanted: dict[str, Training] = {}

    def __call__(self, training: Training, _: Progress | None) -> Run:
        """Return a run. Raises TrainingError where there is none, TrainingLimit for a giant."""
        refuse_giants(training)
        found = self._runs.get(training.key)
        if isinstance(found, Run):
            return found
        if found is not None:
            raise TrainingError(found)
        self.wanted[training.key] = training
        raise TrainingError("not trained yet")
