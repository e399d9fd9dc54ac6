"""The data sets that recipes name: generated, or read, by the modules in `data/`."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader.kit import ROOT

OPEN_STREAM = 1_000_003
"""Where the test sets of a copy without hidden seed begin: far from any seed of a training set."""
SHOWN_STREAM = 700_001
"""Where the pictures that learners are shown begin: of no training set, and of no test set, whether
that begins at the open place or at a hidden one, which lies further on."""
HIDDEN_SEED = Path("solutions") / "hidden_seed.txt"
"""One whole number; only the instructor's copy has it, as it has the solutions."""


def path_of(name: str) -> Path:
    """Return the module that generates a data set. Raises ValueError where there is none."""
    path = ROOT / "data" / f"{name}.py"
    if not path.is_file():
        raise ValueError(f"no data set {name!r}: {path} is missing")
    return path


def load(
    name: str, size: int, seed: int, options: Mapping[str, Any] | None = None
) -> tuple[Any, Any]:
    """Return pictures (size, H, W, C) float32 in 0..1 and labels (size,) of a data set.

    Raises ValueError for a name that has no module in `data/`, and OSError where a public data
    set is not on this machine.
    """
    pictures, labels = _generator(name)(size, seed, **(options or {}))
    return pictures, labels


def load_test(
    name: str, size: int, seed: int, options: Mapping[str, Any] | None = None
) -> tuple[Any, Any]:
    """Return pictures and labels that no training set of any seed has, as `load` does.

    A generator draws them from another stream; a finite data set keeps a part of its own for them.
    """
    return load(name, size, stream_of_tests() + seed, {**_test_part(name), **(options or {})})


def load_shown(
    name: str, size: int, seed: int, options: Mapping[str, Any] | None = None
) -> tuple[Any, Any]:
    """Return pictures and labels that may be shown to anybody: the same in every copy of the kit.

    They are as new to a network as a test set, and no test set of any copy has them; a finite data
    set, which is public, gives of its test part.
    """
    return load(name, size, SHOWN_STREAM + seed, {**_test_part(name), **(options or {})})


def options_of(name: str) -> frozenset[str]:
    """Return what a generator can be told besides size and seed: `{"shift", "noise", ...}`."""
    return frozenset(inspect.signature(_generator(name)).parameters) - {"size", "seed"}


def classes_of(name: str, options: Mapping[str, Any] | None = None) -> tuple[str, ...]:
    """Return what the labels 0, 1, 2 ... of a data set stand for; empty where they say it."""
    module = importlib.import_module(_generator(name).__module__)
    if (options or {}).get("task") == "arrangement":
        return tuple(module.ARRANGEMENTS)
    for constant in ("CLASSES", "LETTERS", "SHAPES", "COLOURS"):
        if hasattr(module, constant):
            return tuple((options or {}).get("letters") or getattr(module, constant))
    return ()


def _test_part(name: str) -> dict[str, str]:
    return {"part": "test"} if "part" in options_of(name) else {}


def stream_of_tests(root: Path = ROOT) -> int:
    """Return where the seeds of test sets begin: hidden in the instructor's copy, open elsewhere.

    Raises ValueError for a hidden seed that is no whole number.
    """
    path = root / HIDDEN_SEED
    if not path.is_file():
        return OPEN_STREAM
    text = path.read_text("utf-8").strip()
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise ValueError(f"{path}: found {text[:40]!r}; expected one number of up to 18 digits")
    return OPEN_STREAM + int(text)


def _generator(name: str) -> Any:
    path_of(name)
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return importlib.import_module(f"data.{name}").load
