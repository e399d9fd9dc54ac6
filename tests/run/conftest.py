"""Both ways of starting runners, and a short way to have a text run."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from grader.run.collect import Call, Limits, Source, collect
from grader.run.evidence import Evidence
from grader.run.launch import ColdLauncher, Launcher
from grader.run.warm import WarmLauncher

LIMITS = Limits(task=30.0, total=60.0)
QUICK = Limits(task=1.5, total=60.0)
"""For what is meant to run into the limit of time."""
linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="processes are forked and adopted on Linux only"
)
Ask = Callable[..., Evidence]


@pytest.fixture(scope="session")
def cold() -> ColdLauncher:
    """Starts fresh processes."""
    return ColdLauncher()


@pytest.fixture(scope="session")
def warm() -> Iterator[WarmLauncher]:
    """Forks runners, all from one warm process, without walls: these may start processes."""
    launcher = WarmLauncher()
    yield launcher
    launcher.close()


@pytest.fixture
def ask(cold: Launcher) -> Ask:
    """Runs a text: `ask(text, "f", "g")` calls `f` for a task f, then `g` for a task g."""

    def ask(
        text: str,
        *calls: str | Call,
        launcher: Launcher = cold,
        keras: bool = False,
        limits: Limits = LIMITS,
        modules: dict[str, str] | None = None,
    ) -> Evidence:
        asked = [
            call if isinstance(call, Call) else Call(number, call, call)
            for number, call in enumerate(calls)
        ]
        source = Source(text, "mine.py", keras, modules or {})
        return collect(source, asked, launcher, limits)

    return ask


def gone(pid: int) -> bool:
    """Wait for a process that is being ended; whether it is gone, and no zombie."""
    for _ in range(1000):
        if not psutil.pid_exists(pid):
            return True
        time.sleep(0.01)
    return False
