"""The packages of requirements.txt, and whether Keras starts with them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from grader.doctor.line import BAD, NOTE, Line
from grader.kit import Kit

SECONDS = 180
TRY = "import keras; print('backend:', keras.backend.backend())"
RIVALS = ("tensorflow-macos", "tensorflow-intel", "tf-nightly", "keras-nightly", "tf-keras-nightly")
"""Packages that put other files into the place of TensorFlow's or Keras's."""
SLOW = ("scikit-learn", "pandas")
"""Packages that Keras imports where they are installed."""
FAILURES = (
    (r"DLL load failed", "import_dll"),
    (r"incompatible architecture|mach-o.*wrong architecture", "import_architecture"),
    (r"_ARRAY_API|numpy\.core\.multiarray|numpy\.dtype size changed", "import_numpy"),
    (r"No module named '(?:tensorflow|keras)", "import_missing"),
    (r"GLIBC(?:XX)?_[\d.]+' not found", "import_glibc"),
)
"""What the last words of Python mean."""
ILLEGAL = (-getattr(signal, "SIGILL", 4), 0xC000001D, -1073741795)
KILLED = (-9, 137)


def examine(kit: Kit) -> Iterator[Line]:
    """Look at each package, then start Keras."""
    found = list(packages(kit.root / "requirements.txt"))
    yield from found
    yield from rivals()
    if not any(line.verdict == BAD for line in found):
        yield start()
    if not _installed("jupytext"):
        yield Line("notebook_missing", NOTE)


def packages(requirements: Path) -> Iterator[Line]:
    """Hold what is installed against requirements.txt."""
    try:
        lines = requirements.read_text("utf-8").splitlines()
    except OSError:
        yield Line("requirements_missing", NOTE, {"path": str(requirements)})
        return
    texts = [line.partition("#")[0].strip() for line in lines]
    try:
        from packaging.requirements import Requirement
    except ImportError:  # it comes with Keras: most likely nothing is there yet
        yield from _missing(texts)
        return
    for text in filter(None, texts):
        wanted = Requirement(text)
        if wanted.marker is not None and not wanted.marker.evaluate():
            continue
        found = _installed(wanted.name)
        data: dict[str, object] = {"name": wanted.name, "found": found}
        if found is None:
            yield Line("package_missing", BAD, data)
        elif not wanted.specifier.contains(found, prereleases=True):
            yield Line("package_other", BAD, {**data, "wanted": str(wanted.specifier)})
        else:
            yield Line("package", data=data)


def _missing(texts: list[str]) -> Iterator[Line]:
    """Say which packages are not there at all, whatever their versions."""
    for text in texts:
        name = re.match(r"[\w.-]+", text)
        if name is not None and ";" not in text and _installed(name[0]) is None:
            yield Line("package_missing", BAD, {"name": name[0]})


def rivals() -> Iterator[Line]:
    """Find packages that get in the way of those that are needed, or slow them down."""
    for name in RIVALS:
        if _installed(name) is not None and not (name == "tensorflow-intel" and os.name == "nt"):
            yield Line("rival", BAD, {"name": name})
    slow = [name for name in SLOW if _installed(name) is not None]
    if slow:
        yield Line("slow", NOTE, {"names": ", ".join(slow)})


def start() -> Line:
    """Import Keras in a process of its own."""
    begun = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-c", TRY],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Line("import_slow", BAD, {"seconds": SECONDS})
    if done.returncode != 0:
        return failure(done.returncode, done.stderr)
    backend = re.search(r"backend: (\w+)", done.stdout)
    if backend is not None and backend[1] != "tensorflow":
        return Line("backend", BAD, {"found": backend[1]})
    return Line("import_ok", data={"seconds": f"{time.monotonic() - begun:.1f}"})


def failure(code: int, words: str) -> Line:
    """Say why Keras did not start, from the exit code and what was written to standard error."""
    lines = words.strip().splitlines()
    data: dict[str, object] = {"why": (lines[-1] if lines else str(code))[:300]}
    if code in ILLEGAL:
        return Line("import_cpu", BAD, data)
    if code in KILLED:
        return Line("import_memory", BAD, data)
    key = next((key for pattern, key in FAILURES if re.search(pattern, words)), "import_bad")
    return Line(key, BAD, data)


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
