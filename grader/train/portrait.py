"""Portraits: how a network learns and what it has learned, to be looked at and never to be judged.

Trained by the same process and under the same recipe and seed as an accuracy check, tried on
pictures that anybody may see, and remembered as accuracies are.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.kit import ROOT
from grader.run.worker.frames import FrameError, read_array
from grader.train.accuracy import (
    Progress,
    Training,
    refuse_giants,
    request_of,
    run_trainer,
)
from grader.train.data import SHOWN_STREAM
from grader.train.processes import Trainers
from grader.train.stored import recall, remember

VERSION = 1
"""Of what is remembered; to be raised with what `grader.train.sitting` measures."""
Portrays = Callable[[Training, "Progress | None"], "Portrait"]
"""Returns the portrait of a training: made now, or recalled."""


@dataclass(frozen=True)
class Epoch:
    """What was measured after one epoch; a loss that is no finite number is None."""

    loss: float | None
    accuracy: float
    new_loss: float | None
    """On pictures that the network was not trained with."""
    new_accuracy: float


@dataclass(frozen=True)
class Misread:
    """One picture that was taken for another class."""

    picture: Any
    """(H, W, C) uint8."""
    label: int
    read: int


@dataclass(frozen=True)
class Mapped:
    """One picture with the maps that the first convolution makes of it."""

    picture: Any
    """(H, W, C) uint8."""
    label: int
    maps: Any
    """(Ho, Wo, filters) float32."""


@dataclass(frozen=True)
class Portrait:
    """One network under one recipe and seed."""

    epochs: tuple[Epoch, ...]
    """The first is before any training."""
    confusion: tuple[tuple[int, ...], ...]
    """How often a class (row) was read as another (column)."""
    misread: tuple[Misread, ...]
    shifts: tuple[tuple[int, float], ...]
    """Accuracy on pictures moved by so many pixels; empty where they cannot be moved."""
    filters: Any
    """(kh, kw, channels, filters) float32 of the first convolution; None without one."""
    relu: bool
    """Whether the maps are those behind a ReLU."""
    maps: tuple[Mapped, ...]

    @property
    def accuracy(self) -> float:
        """The accuracy on new pictures at the end."""
        return self.epochs[-1].new_accuracy


def key_of(training: Training) -> str:
    """Return what names one portrait: that of the training, and what is looked at."""
    identity = json.dumps([training.key, SHOWN_STREAM, VERSION])
    return hashlib.sha256(identity.encode()).hexdigest()


class Portraits:
    """Portraits that were made before, one file each."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or ROOT / ".grader" / "portraits"

    def take(
        self,
        training: Training,
        progress: Progress | None = None,
        trainers: Trainers | None = None,
    ) -> Portrait:
        """Train and look, or recall. Without `trainers` a fresh process is started.

        Raises TrainingLimit where the network is too large, and TrainingError where it cannot be
        trained.
        """
        path = self._folder / f"{key_of(training)}.json"
        known = _read(recall(path))
        if known is not None:
            return known
        refuse_giants(training)
        found = run_trainer({**request_of(training), "portrait": True}, progress, trainers)
        remember(path, found)
        return from_json(found)


def _read(stored: Any) -> Portrait | None:
    """Return what was remembered; None where it is missing or damaged."""
    try:
        return from_json(stored)
    except (KeyError, TypeError, ValueError, AttributeError, FrameError):
        return None


def from_json(found: Mapping[str, Any]) -> Portrait:
    """Return the portrait that a trainer describes."""
    filters = found["filters"]
    return Portrait(
        tuple(Epoch(*numbers) for numbers in found["epochs"]),
        tuple(tuple(row) for row in found["confusion"]),
        tuple(Misread(_array(m["picture"]), m["label"], m["read"]) for m in found["misread"]),
        tuple((int(shift), accuracy) for shift, accuracy in found["shifts"]),
        None if filters is None else _array(filters),
        bool(found.get("relu")),
        tuple(_mapped(found["maps"])),
    )


def _mapped(found: Sequence[Mapping[str, Any]]) -> list[Mapped]:
    return [Mapped(_array(m["picture"]), m["label"], _array(m["maps"])) for m in found]


def _array(packed: Mapping[str, Any]) -> Any:
    header = {"dtype": packed["dtype"], "shape": packed["shape"]}
    return read_array(header, base64.b64decode(packed["data"]))
