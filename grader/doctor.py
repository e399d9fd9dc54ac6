"""`python -m grader doctor`: what this machine has, what it lacks, and the one thing to do."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from grader.kit import Kit
from grader.messages import Messages

PACKAGES = (
    *("tensorflow", "keras", "numpy", "matplotlib", "rich", "psutil", "pytest", "watchfiles"),
)
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
    yield from _walls(kit, messages)


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
    from grader.run.warm import WarmLauncher

    name = "warm" if isinstance(choose_launcher(), WarmLauncher) else "cold"
    return Line("launcher", data={"name": messages.text("launcher", name)})


def _walls(kit: Kit, messages: Messages) -> Iterator[Line]:
    """Say which sandboxes hold here, and how to get those that are not there."""
    from grader.run.sandbox import landlock_abi, seccomp_program, why_no_namespaces

    if not sys.platform.startswith("linux"):
        yield Line("walls_no_linux")
        return
    if shutil.which("bwrap") is None:
        yield Line("walls_no_bwrap")
    else:
        why = why_no_namespaces()
        if why:
            yield Line("walls_no_namespaces", data={"why": why})
        else:
            yield _tier("isolated", kit, messages)
    if not landlock_abi():
        yield Line("walls_no_landlock")
    if not seccomp_program():
        yield Line("walls_no_seccomp")
    if landlock_abi() and seccomp_program():
        yield _tier("confined", kit, messages)


def _tier(tier: str, kit: Kit, messages: Messages) -> Line:
    from grader.grade import guarded_by
    from grader.run.launch import ColdLauncher

    found = ColdLauncher(tier, guarded_by(kit)).protections
    if found.tier == tier:
        return Line(tier)
    missing = ", ".join(messages.text("exposed", name) for name in found.missing)
    return Line("walls_breached", data={"tier": tier, "missing": missing or found.tier})
