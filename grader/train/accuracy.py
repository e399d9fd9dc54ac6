"""Measuring what a network reaches: trained once, remembered by network, recipe and versions."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, BinaryIO

from grader.kit import ROOT
from grader.network import (
    Network,
    canonical,
    cells,
    digest,
    multiplications,
    to_json,
    total,
    walk,
)
from grader.run.launch import Running
from grader.spec import Recipe
from grader.train.data import path_of, stream_of_tests
from grader.train.processes import Trainers, start_afresh
from grader.train.stored import recall, remember
from grader.train.trainer import MAX_PARAMETERS, Extras

SECONDS = 900.0
"""Wall-clock limit of one training. What is trained was bounded before: who is late is a machine
that is slow, or busy, and that is nobody's mistake."""
MAX_CELLS = 2_000_000
"""Numbers that a network may make out of one picture: 800 MB for a batch of 32, gradients too."""
MAX_MULTIPLICATIONS = 10**12
"""In a whole training: nine times what ResNet-20 takes in exercise 16, the largest of the kit."""
LAST_WORDS = 500
"""How many bytes are told of what a trainer that failed wrote to standard error."""
Progress = Callable[[int, int], None]
"""Called with epochs done and epochs in all."""
Trains = Callable[["Training", "Progress | None"], "Run"]
"""Returns the run of a training: made now, recalled, or made by somebody else."""


class TrainingError(Exception):
    """A training that failed through the grader's or the machine's fault."""


class TrainingLimit(Exception):
    """A network that is too large to be trained.

    `code` is a key of the catalogues, `data` fills its sentence.
    """

    def __init__(self, code: str, **data: str) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


@dataclass(frozen=True)
class Run:
    """One training: the accuracy on fresh test data and the loss after each epoch."""

    seed: int
    accuracy: float
    losses: tuple[float, ...]
    start: float | None = None
    """The loss before any training, on the first pictures of the training set."""


def versions() -> dict[str, str]:
    """Return the versions that a result depends on."""
    return {name: metadata.version(name) for name in ("keras", "tensorflow", "numpy")}


def key_of(network: Network, recipe: Recipe, seed: int, extras: Extras | None = None) -> str:
    """Return what names one training: network, recipe, data, seed and library versions."""
    generator = hashlib.sha256(path_of(recipe.data).read_bytes()).hexdigest()
    asked = [recipe.measured(), dataclasses.asdict(extras or Extras())]
    identity = [digest(network), asked, generator, stream_of_tests(), seed, versions()]
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()


class Memory:
    """Results of trainings, one small file each."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or ROOT / ".grader" / "accuracy"

    def get(self, key: str) -> Run | None:
        """Return a remembered run; None where there is none, or it is damaged."""
        found = recall(self._folder / f"{key}.json")
        try:
            return Run(found["seed"], found["accuracy"], tuple(found["losses"]), found.get("start"))
        except (KeyError, TypeError, AttributeError):
            return None

    def put(self, key: str, run: Run) -> None:
        """Remember a run. A folder that cannot be written costs the memory, not the run."""
        remember(self._folder / f"{key}.json", dataclasses.asdict(run))


@dataclass(frozen=True)
class Training:
    """One training that is asked for: the same for all who built the same network."""

    network: Network
    """Canonical."""
    recipe: Recipe
    seed: int
    extras: Extras

    @functools.cached_property
    def key(self) -> str:
        """What names it."""
        return key_of(self.network, self.recipe, self.seed, self.extras)


def training_of(
    network: Network, recipe: Recipe, seed: int, extras: Extras | None = None
) -> Training:
    """Return the training of a network with one seed."""
    plain = canonical(network, keep_dropout=True, keep_momentum=True)  # both act in training
    return Training(plain, recipe, seed, extras or Extras())


def train(
    network: Network,
    recipe: Recipe,
    seed: int,
    memory: Memory,
    progress: Progress | None = None,
    extras: Extras | None = None,
    trainers: Trainers | None = None,
) -> Run:
    """Train a network with one seed, or recall it, as `carry_out` does."""
    return carry_out(training_of(network, recipe, seed, extras), memory, progress, trainers)


def carry_out(
    training: Training,
    memory: Memory,
    progress: Progress | None = None,
    trainers: Trainers | None = None,
) -> Run:
    """Do a training, or recall its run. Without `trainers` a fresh process is started.

    Raises TrainingLimit where the network is too large, and TrainingError where the trainer fails
    or takes longer than SECONDS.
    """
    remembered = memory.get(training.key)
    if remembered is not None:
        return remembered
    refuse_giants(training)
    request = request_of(training)
    found = run_trainer(request, progress, trainers)
    run = Run(training.seed, found["accuracy"], tuple(found["losses"]), found.get("start"))
    memory.put(training.key, run)
    return run


def request_of(training: Training) -> dict[str, Any]:
    """Return what a trainer is told about a training."""
    return {
        "network": to_json(training.network),
        "recipe": training.recipe.measured(),
        "extras": dataclasses.asdict(training.extras),
        "seed": training.seed,
    }


def refuse_giants(training: Training) -> None:
    """Raise TrainingLimit for a network that would take too much, by arithmetic alone: the same
    network is refused on every machine.
    """
    facts, recipe = walk(training.network), training.recipe
    parameters, _ = total(facts)
    if parameters > MAX_PARAMETERS:
        sizes = {"parameters": f"{parameters:,}", "most": f"{MAX_PARAMETERS:,}"}
        raise TrainingLimit("accuracy.too_large", **sizes)
    if cells(facts) > MAX_CELLS:
        sizes = {"cells": f"{cells(facts):,}", "most": f"{MAX_CELLS:,}"}
        raise TrainingLimit("accuracy.too_wide", **sizes)
    both_ways = 3  # once forward; backward once for the inputs, and once for the weights
    pictures = recipe.train_size * recipe.epochs * both_ways
    needed = multiplications(facts) * pictures
    if needed > MAX_MULTIPLICATIONS:
        times = f"{needed / MAX_MULTIPLICATIONS:.1f}"
        raise TrainingLimit("accuracy.too_costly", times=times)


def run_trainer(
    request: dict[str, Any], progress: Progress | None, trainers: Trainers | None
) -> dict[str, Any]:
    """Hand a request to a trainer process and return what it found. Raises TrainingError."""
    data = request["recipe"]["data"]
    try:
        running = trainers.start(data) if trainers is not None else start_afresh(data)
    except OSError as error:  # no memory, no room: the machine's fault costs this check only
        raise TrainingError(f"no trainer could be started: {error}") from error
    late, errors = threading.Event(), _LastWords(running.output)

    def stop() -> None:
        late.set()
        running.end()

    timer = threading.Timer(SECONDS, stop)
    timer.start()
    try:
        found = _follow(running, request, progress)
    finally:
        timer.cancel()
        running.end()
        running.evidence.close()
        errors.close()
    if found is not None:
        return found
    if late.is_set():
        raise TrainingError(f"the training took longer than {SECONDS:.0f} s on this machine")
    raise TrainingError(errors.text or "the trainer ended without a result")


class _LastWords:
    """Reads what a trainer writes to standard error, and keeps the end of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._kept = b""
        self._stream = stream
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in self._stream:
                self._kept = (self._kept + line)[-LAST_WORDS:]

    def close(self) -> None:
        """Read to the end; the trainer has ended."""
        self._thread.join(5)
        if not self._thread.is_alive():
            self._stream.close()

    @property
    def text(self) -> str:
        """What was written last."""
        return self._kept.decode("utf-8", errors="replace").strip()


def _follow(
    running: Running, request: dict[str, Any], progress: Progress | None
) -> dict[str, Any] | None:
    """Send the request and return the result; None where the trainer ends without one."""
    with contextlib.suppress(OSError):  # it ended before it read all
        running.requests.write(json.dumps(request).encode())
        running.requests.close()
    for line in running.evidence:
        try:
            told = json.loads(line)
        except ValueError:  # words of a library
            continue
        if "accuracy" in told:
            result: dict[str, Any] = told
            return result
        if progress is not None:
            progress(told["epoch"], told["epochs"])
    return None
