"""Checks on their way: each runs in a thread; only the last that was asked for is heard."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.grade import Grader
from grader.run.evidence import GivenUpError
from grader.watch.graders import Graders


@dataclass(frozen=True)
class Event:
    """Something that happened."""

    kind: str
    """`"saved"`, `"key"`, `"checked"`, `"trained"`, `"epoch"`, `"failed"` or `"text"`."""
    value: Any = None
    slug: str = ""
    number: int = 0
    """Which check of its exercise it came from: only the last one counts."""


Events = queue.SimpleQueue[Event]


class Checks:
    """What is checked and trained of one folder; what comes of it is put where events are read."""

    def __init__(
        self, folder: Path, only: Mapping[str, str | None], graders: Graders, events: Events
    ) -> None:
        """`only` names the one task of an exercise that is asked for; it is read at each check."""
        self._folder, self._only, self._events = folder, only, events
        self.graders = graders
        self._quick, self._long = ThreadPoolExecutor(1), ThreadPoolExecutor(1)
        self._asked: Counter[str] = Counter()
        """How often each exercise was to be checked."""
        self._waiting: set[str] = set()
        """The exercises of which nothing came yet."""

    def quick(self, slug: str) -> None:
        """Check an exercise without any training."""
        self._ask(slug)
        self._quick.submit(self._grade, self.graders.quick, slug, self._asked[slug], "checked")

    def trained(self, slug: str) -> None:
        """Check an exercise and train; what was trained before is remembered."""
        self._ask(slug)
        self._long.submit(self._grade, self.graders.usual, slug, self._asked[slug], "trained")

    def fully(self, slug: str) -> None:
        """Train an exercise with every seed, in place of whatever is trained now."""
        self.graders.stop_training()
        self._ask(slug)
        self._long.submit(self._grade, self.graders.full, slug, self._asked[slug], "trained")

    def awaited(self, slug: str) -> bool:
        """Whether an exercise was asked for and nothing came yet."""
        return slug in self._waiting

    def take(self, event: Event) -> bool:
        """Whether an event is of the last check of its exercise; if so, it is not awaited now."""
        if event.number != self._asked[event.slug]:
            return False
        if event.kind != "epoch":
            self._waiting.discard(event.slug)
        return True

    def give_up(self) -> None:
        """End what is running: it is of files that are other ones by now."""
        for slug in self._waiting:
            self._asked[slug] += 1
        self._waiting.clear()
        self.graders.give_up()

    def close(self) -> None:
        """End what is running and wait for its end; nothing may be asked for after that."""
        self._asked.clear()  # what is still waiting to be checked is not wanted any more
        self.graders.give_up()
        for pool in (self._quick, self._long):
            pool.shutdown(wait=True, cancel_futures=True)

    def _ask(self, slug: str) -> None:
        """Wait for a new check of an exercise, and for no earlier one any more."""
        self._asked[slug] += 1
        self._waiting.add(slug)

    def _grade(self, grader: Grader, slug: str, number: int, kind: str) -> None:
        """Grade one exercise; in a thread of a pool."""
        if number != self._asked[slug]:
            return

        def tell(_: str, done: int, steps: int) -> None:
            self._events.put(Event("epoch", (done, steps), slug, number))

        try:
            report = grader.grade(self._folder, [(slug, self._only.get(slug))], tell)
            self._events.put(Event(kind, report, slug, number))
        except GivenUpError:  # who gave it up waits for another one, or for none
            pass
        except Exception as error:  # nobody waits for this thread: say it, and go on
            self._events.put(Event("failed", f"{type(error).__name__}: {error}", slug, number))


def draw_figure(root: Path, arguments: Sequence[str], events: Events) -> None:
    """Have `show` open its window, which may stay open, or say where the picture is."""

    def run() -> None:
        utf8 = {"encoding": "utf-8", "errors": "replace"}
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "grader", "show", *arguments],
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            **utf8,  # type: ignore[call-overload]
        )
        lines = (done.stdout + done.stderr).strip().splitlines()
        if lines:
            events.put(Event("text", lines))

    threading.Thread(target=run, daemon=True).start()
