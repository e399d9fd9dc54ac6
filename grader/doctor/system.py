"""The machine and its system: where TensorFlow has nothing to install, and what is scarce."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.doctor.line import BAD, NOTE, Line

GIB = 2**30
LITTLE_MEMORY, LITTLE_ROOM = 3.5 * GIB, 1 * GIB


@dataclass(frozen=True)
class System:
    """What is looked at."""

    platform: str
    """As `sys.platform`."""
    machine: str
    """As `platform.machine()`."""
    translated: bool = False
    """Whether an Intel program runs on Apple silicon."""
    libc: str = "glibc"
    long_paths: bool = True
    """Whether Windows allows paths longer than 260 characters."""


def examine() -> Iterator[Line]:
    """Look at the system and what it has left."""
    yield from kinds(this_system())
    yield from room(_memory(), _free())


def this_system() -> System:
    """Return the system that this runs on."""
    libc = platform.libc_ver()[0] if sys.platform.startswith("linux") else "glibc"
    return System(sys.platform, platform.machine(), _translated(), libc, _long_paths())


def kinds(system: System) -> Iterator[Line]:
    """Say where there is no TensorFlow for a system, and what to take in its place."""
    machine = system.machine.lower()
    if system.platform == "darwin" and machine == "x86_64":
        yield Line("apple_translated" if system.translated else "apple_intel", BAD)
    elif system.platform == "win32" and machine == "arm64":
        yield Line("windows_arm", BAD)
    elif system.platform.startswith("linux") and system.libc != "glibc":
        yield Line("linux_musl", BAD)
    if system.platform == "win32" and not system.long_paths:
        yield Line("windows_long_paths", NOTE)


def room(memory: float | None, free: float | None) -> Iterator[Line]:
    """Say where memory or disk, in bytes, will run out. None is what cannot be found out."""
    if memory is not None and memory < LITTLE_MEMORY:
        yield Line("memory_little", NOTE, {"found": f"{memory / GIB:.1f}"})
    if free is not None and free < LITTLE_ROOM:
        yield Line("disk_little", BAD, {"found": f"{free / GIB:.1f}"})


def _translated() -> bool:
    if sys.platform != "darwin":
        return False
    command = ["sysctl", "-n", "sysctl.proc_translated"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.stdout.strip() == "1"


def _long_paths() -> bool:
    if sys.platform != "win32":
        return True
    import winreg

    path = r"SYSTEM\CurrentControlSet\Control\FileSystem"
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:
            return bool(winreg.QueryValueEx(key, "LongPathsEnabled")[0])
    except OSError:
        return False


def _memory() -> float | None:
    try:
        import psutil
    except ImportError:
        return None
    return float(psutil.virtual_memory().total)


def _free() -> float | None:
    try:
        return float(shutil.disk_usage(Path(sys.prefix)).free)
    except OSError:
        return None
