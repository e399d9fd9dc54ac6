"""What a grade depends on besides the files that were handed in: the kit and its libraries."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.kit import Kit
from grader.train.accuracy import versions
from grader.train.data import HIDDEN_SEED

DECIDING = ("network", "judge", "mistakes", "run", "submission", "train")
"""Folders of the grader whose code decides on grades; how reports look does not."""
MODULES = ("spec", "grade", "prepared", "reference", "seal", "places")
AUTHORING = ("fresh", "build", "sealing", "exercise")
"""Modules that draw the fresh cases and have the solution answer them."""


def keys_of(kit: Kit, slugs: Sequence[str], accuracy: str, seed: int) -> dict[str, str]:
    """Return, by exercise, what names a grade together with the digest of the files.

    Two grades with the same key and the same files are the same grade.
    """
    shared = [_digest(_shared(kit)), versions(), python(), accuracy, seed]
    return {slug: _key([shared, slug, _digest(_own(kit, slug))]) for slug in slugs}


def python() -> str:
    """Return the version of Python as far as grades depend on it: `"3.11"`."""
    return ".".join(platform.python_version_tuple()[:2])


def kit_digest(kit: Kit) -> str:
    """Return what names the whole kit on one machine: workers elsewhere must have the same."""
    own = [_digest(_own(kit, slug)) for slug in kit.slugs]
    return _key([_digest(_shared(kit)), versions(), python(), own])


def _shared(kit: Kit) -> Iterator[Path]:
    grader = kit.root / "grader"
    for folder in DECIDING:
        yield from sorted((grader / folder).rglob("*.py"))
    yield from (grader / f"{name}.py" for name in MODULES)
    yield from (grader / "author" / f"{name}.py" for name in AUTHORING)
    yield from sorted((kit.root / "data").glob("*.py"))
    yield kit.reference / "calibration.json"
    yield kit.root / HIDDEN_SEED


def _own(kit: Kit, slug: str) -> Iterator[Path]:
    yield kit.reference / f"{slug}.json"
    yield from sorted((kit.solutions / slug).glob("*.py"))


def _digest(paths: Iterator[Path]) -> str:
    whole = hashlib.sha256()
    for path in paths:
        if path.is_file():
            whole.update(f"{path.name}\0{path.stat().st_size}\0".encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()


def _key(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
