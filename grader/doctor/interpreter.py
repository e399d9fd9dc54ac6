"""The Python that runs this, and the virtual environment that it belongs to."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from grader.doctor.line import BAD, NOTE, Line

SUPPORTED = ((3, 10), (3, 13))


def examine() -> Iterator[Line]:
    """Look at the version, its width and its virtual environment."""
    yield version(sys.version_info[:3], platform.python_implementation(), sys.maxsize > 2**32)
    yield from environment(Path(sys.prefix), sys.prefix != sys.base_prefix, os.environ)


def version(found: tuple[int, ...], implementation: str, wide: bool) -> Line:
    """Say whether TensorFlow exists for this Python."""
    data: dict[str, object] = {"found": ".".join(map(str, found))}
    if implementation != "CPython":
        return Line("python_other", BAD, {**data, "name": implementation})
    if not SUPPORTED[0] <= found[:2] <= SUPPORTED[1]:
        return Line("python_bad", BAD, data)
    return Line("python", data=data) if wide else Line("python_narrow", BAD, data)


def environment(
    prefix: Path, virtual: bool, environ: os._Environ[str] | dict[str, str]
) -> Iterator[Line]:
    """Say what is wrong with the virtual environment: another one active, moved, or outlived."""
    active = environ.get("VIRTUAL_ENV", "")
    data: dict[str, object] = {"active": active, "prefix": str(prefix)}
    if active and not _same(Path(active), prefix):
        yield Line("venv_other", BAD, data)
        return
    if not virtual:
        if not environ.get("CONDA_PREFIX") and "COLAB_RELEASE_TAG" not in environ:
            yield Line("venv_none", NOTE)
        return
    settings = _settings(prefix / "pyvenv.cfg")
    home = settings.get("home", "")
    if home and not Path(home).is_dir():
        yield Line("venv_stale", BAD, {**data, "home": home})
        return
    made_for = settings.get("version", settings.get("version_info", ""))
    now = ".".join(map(str, sys.version_info[:2]))
    if made_for and not re.match(rf"{re.escape(now)}(\D|$)", made_for):
        yield Line("venv_version", BAD, {**data, "made_for": made_for, "found": now})
        return
    written = _written_for(prefix)
    moved = written is not None and not _same(written, prefix)
    yield Line(
        "venv_moved" if moved else "venv", BAD if moved else "good", {**data, "old": written}
    )


def _same(one: Path, other: Path) -> bool:
    try:
        return one.resolve() == other.resolve()
    except OSError:
        return one == other


def _settings(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    pairs = (line.partition("=") for line in lines if "=" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _written_for(prefix: Path) -> Path | None:
    """Return the folder that the environment was made in; its scripts know no other."""
    try:
        text = (prefix / "bin" / "activate").read_text("utf-8", errors="replace")
    except OSError:
        return None
    found = re.search(r"""^\s*(?:export )?VIRTUAL_ENV=["']?([^"'$\n]+)""", text, re.MULTILINE)
    return Path(found[1]) if found else None
