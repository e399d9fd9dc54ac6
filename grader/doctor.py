"""`python -m grader doctor`: what this machine has, what it lacks, and the one thing to do."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from grader.kit import Kit
from grader.messages import Messages

PACKAGES = ("tensorflow", "keras", "numpy", "matplotlib", "rich", "psutil", "pytest")
SUPPORTED = ((3, 10), (3, 13))
FONTS = ("NanumGothic", "NanumBarunGothic", "Noto Sans CJK KR", "Noto Sans KR", "Malgun Gothic")
APPLE_FONTS = ("AppleGothic", "Apple SD Gothic Neo")
LACKING = 4


@dataclass(frozen=True)
class Line:
    """One thing that was looked at."""

    key: str
    good: bool = True
    data: dict[str, object] = field(default_factory=dict)


def doctor(kit: Kit, messages: Messages) -> int:
    """Print every line; 0 where all is well, else 4."""
    print(messages.text("doctor", "title"))
    lines = []
    for line in examine(kit, messages):
        lines.append(line)
        mark = "+" if line.good else "x"
        print(f"  {mark} {messages.text('doctor', line.key, line.data)}", flush=True)
    good = all(line.good for line in lines)
    print(messages.text("doctor", "good" if good else "bad"))
    return 0 if good else LACKING


def examine(kit: Kit, messages: Messages) -> Iterator[Line]:
    """Look at one thing after the other, the most basic first."""
    yield _python()
    yield from _packages()
    yield from _shadows(kit.root)
    yield _keras()
    yield _exercises(kit)
    yield _font()
    yield _launcher(messages)


def _python() -> Line:
    found = ".".join(map(str, sys.version_info[:3]))
    good = SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]
    return Line("python" if good else "python_bad", good, {"found": found})


def _packages() -> Iterator[Line]:
    for name in PACKAGES:
        try:
            yield Line("package", data={"name": name, "found": metadata.version(name)})
        except metadata.PackageNotFoundError:
            yield Line("package_missing", good=False, data={"name": name})


def _shadows(root: Path) -> Iterator[Line]:
    """Find files of the user's that hide a package: `import keras` would load them instead."""
    for folder in {root, Path.cwd()}:
        for name in ("keras", "tensorflow", "numpy", "matplotlib"):
            for path in (folder / f"{name}.py", folder / name):
                if path.exists():
                    yield Line("shadow", good=False, data={"path": str(path)})


def _keras() -> Line:
    begun = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-c", "import keras"],
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Line("import_bad", good=False, data={"why": "180 s"})
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        why = lines[-1] if lines else str(done.returncode)
        return Line("import_bad", good=False, data={"why": why[:300]})
    return Line("import_ok", data={"seconds": f"{time.monotonic() - begun:.1f}"})


def _exercises(kit: Kit) -> Line:
    count = len(kit.slugs)
    key = "kit" if count else "kit_missing"
    return Line(key, bool(count), {"count": count, "folder": str(kit.exercises)})


def _font() -> Line:
    try:
        from matplotlib import font_manager
    except ImportError:
        return Line("font_missing")
    known = {font.name for font in font_manager.fontManager.ttflist}
    found = next((name for name in (*FONTS, *APPLE_FONTS) if name in known), None)
    return Line("font", data={"name": found}) if found else Line("font_missing")


def _launcher(messages: Messages) -> Line:
    from grader.run.choose import choose_launcher
    from grader.run.launch import ColdLauncher

    launcher = choose_launcher()
    launcher.close()
    name = "cold" if isinstance(launcher, ColdLauncher) else "warm"
    words = [messages.text("protection", one) for one in launcher.protections]
    data: dict[str, object] = {
        "name": messages.text("launcher", name),
        "protections": ", ".join(words),
    }
    return Line("launcher", data=data)
