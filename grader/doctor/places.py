"""The kit's folder: whether it is whole, where one stands, and which files hide a package."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.doctor.line import BAD, NOTE, Line
from grader.kit import Kit

PACKAGES = ("keras", "tensorflow", "numpy", "matplotlib", "rich", "psutil", "pytest", "watchfiles")
SYNCHRONISED = ("onedrive", "dropbox", "google drive", "icloud", "mobile documents")


def examine(kit: Kit) -> Iterator[Line]:
    """Look at the kit, then at the folder that this was called in."""
    yield exercises(kit)
    yield from standing(kit.root, Path.cwd())
    yield from shadows(kit, Path.cwd())


def exercises(kit: Kit) -> Line:
    """Say how many exercises there are, and which are missing."""
    missing = [slug for slug in kit.slugs if not (kit.exercises / slug).is_dir()]
    data: dict[str, object] = {"count": len(kit.slugs), "folder": str(kit.exercises)}
    if missing and kit.slugs:
        return Line("exercise_missing", BAD, {**data, "slug": missing[0], "number": missing[0][:2]})
    return Line("kit", data=data) if kit.slugs else Line("kit_missing", BAD, data)


def standing(root: Path, here: Path) -> Iterator[Line]:
    """Say where the commands work, and whether the folder can be written."""
    data: dict[str, object] = {"here": str(here), "root": str(root)}
    if here.resolve() != root.resolve():
        yield Line("elsewhere", NOTE, data)
    try:
        with tempfile.TemporaryFile(dir=root):
            pass
    except OSError as error:
        yield Line("read_only", BAD, {**data, "why": error.strerror or str(error)})
    if any(word in str(root).lower() for word in SYNCHRONISED):
        yield Line("synchronised", NOTE, data)


def shadows(kit: Kit, here: Path) -> Iterator[Line]:
    """Find files that hide a package or a part of Python: `import keras` would load them."""
    hidden = {*PACKAGES, *sys.stdlib_module_names}
    for folder in dict.fromkeys((kit.root, here, *(kit.exercises / s for s in kit.slugs))):
        for path in _modules(folder):
            if path.stem in hidden:
                yield Line("shadow", BAD, {"path": _seen_from(path, here), "name": path.stem})


def _modules(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for path in entries:
        package = path.is_dir() and path.name in PACKAGES and any(path.glob("*.py"))
        if path.suffix == ".py" or package:
            yield path


def _seen_from(path: Path, here: Path) -> str:
    try:
        return os.fspath(path.resolve().relative_to(here.resolve()))
    except ValueError:
        return str(path)
