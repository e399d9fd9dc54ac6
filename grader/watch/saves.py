"""Noticing what was saved: file events wake it, and it looks for itself where none arrive."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.kit import Kit
from grader.prepared import exercise_folder

DEBOUNCE, STEP = 200, 10
"""Milliseconds: how long changes are gathered at most, and how long nothing more must come."""
LOOK = 1000
"""Milliseconds after which it looks for itself: shared folders of WSL, Docker and networks send no
events."""
SUFFIXES = (".py", ".ipynb")
Look = frozenset[tuple[str, int, int, int]]


class Saves:
    """How the files of exercises look; says which of them look different now."""

    def __init__(self, folder: Path, slugs: Sequence[str], kit: Kit) -> None:
        self._folder, self._slugs, self._kit = folder, slugs, kit
        self._seen = self._look()

    def changed(self) -> list[str]:
        """Return the exercises of which a file, or a module beside it, was saved since."""
        before, self._seen = self._seen, self._look()
        return [slug for slug in self._slugs if self._seen[slug] != before[slug]]

    def _look(self) -> dict[str, Look]:
        return {slug: _look_of(self._home(slug)) for slug in self._slugs}

    def _home(self, slug: str) -> Path:
        return exercise_folder(self._folder, self._kit.load(slug, answers=False))


def _look_of(home: Path) -> Look:
    found = []
    with contextlib.suppress(OSError), os.scandir(home) as entries:
        for entry in entries:
            if entry.name.endswith(SUFFIXES):
                with contextlib.suppress(OSError):
                    state = entry.stat()
                    found.append((entry.name, state.st_mtime_ns, state.st_size, state.st_ino))
    return frozenset(found)


def wake_at_saves(folder: Path, tell: Callable[[], None], stop: threading.Event) -> None:
    """Call `tell` when something in a folder may have changed, until `stop`; for a thread."""
    from watchfiles import watch as changes

    with contextlib.suppress(OSError, RuntimeError):  # the system has no more events to give
        for _ in changes(
            folder,
            debounce=DEBOUNCE,
            step=STEP,
            rust_timeout=LOOK,
            yield_on_timeout=True,
            stop_event=stop,
            raise_interrupt=False,
        ):
            tell()
    while not stop.wait(LOOK / 1000):
        tell()
