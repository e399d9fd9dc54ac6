"""Scratch folders on the disk: how much is in them, and removing them whatever became of them."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from grader.run.worker.walls import Walls

MOST_BYTES, MOST_FILES = Walls.scratch_bytes, Walls.scratch_files
"""As much as in a scratch folder that is mounted."""
MOST_DEEP = 40


def overfull(folder: Path, pid: int | None = None) -> bool:
    """Whether a scratch folder holds more than it may, or hides what it holds.

    With a process's id, files that it has taken out of the folder and keeps open count, too.
    """
    size = 0 if pid is None else _held_open(folder, pid)
    if size > MOST_BYTES:
        return True
    files = 0
    waiting = [(os.fspath(folder), 0)]
    while waiting:
        place, depth = waiting.pop()
        if depth > MOST_DEEP:
            return True
        try:
            with os.scandir(place) as found:
                for entry in found:
                    files += 1
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, depth + 1))
                    else:
                        size += entry.stat(follow_symlinks=False).st_size
                    if size > MOST_BYTES or files > MOST_FILES:
                        return True
        except FileNotFoundError:  # gone since it was seen
            continue
        except OSError:  # what may not be looked into may hold anything
            return True
    return False


def _held_open(folder: Path, pid: int) -> int:
    """Return the bytes of files without a name, on the folder's disk, that a process has open."""
    size = 0
    with contextlib.suppress(OSError):
        disk = os.stat(folder).st_dev
        for name in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                state = os.stat(f"/proc/{pid}/fd/{name}")
                if stat.S_ISREG(state.st_mode) and state.st_nlink == 0 and state.st_dev == disk:
                    size += state.st_size
    return size


def remove(folder: Path) -> None:
    """Remove a scratch folder whatever a student's code has made of it. Never raises.

    Folders are moved to the top before they are emptied, so that none is too deep, and opened to
    their owner, so that none is closed.
    """
    top = os.fspath(folder)
    waiting, number = [top], 0
    while waiting:
        place = waiting.pop()
        for entry in _listed(place):
            with contextlib.suppress(OSError):
                if not entry.is_dir(follow_symlinks=False):
                    os.unlink(entry.path)
                    continue
                number += 1
                moved = os.path.join(top, f".moved-{number}")
                os.chmod(entry.path, 0o700)
                os.rename(entry.path, moved)
                waiting.append(moved)
        if place != top:
            with contextlib.suppress(OSError):
                os.rmdir(place)
    with contextlib.suppress(OSError):
        os.rmdir(top)


def _listed(place: str) -> list[os.DirEntry[str]]:
    try:
        os.chmod(place, 0o700)
        with os.scandir(place) as found:
            return list(found)
    except OSError:
        return []
