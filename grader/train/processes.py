"""Starting trainers: forked from a process that has Keras imported (Linux), or each afresh."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from grader.kit import ROOT
from grader.run.environ import environment
from grader.run.launch import FreshProcess, Running
from grader.run.warm import HostProcess

BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from grader.train.trainer import main; main()"
PUBLIC = ("mnist", "fashion_mnist")
"""Sets that Keras downloads: the only ones that `--data` can name."""


class Trainers:
    """Starts trainers for a whole command: students' code never runs where they come from."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._host: HostProcess | None = None
        self._warm = sys.platform.startswith("linux") and not os.environ.get("GRADER_COLD")

    def start(self, data: str) -> Running:
        """Start a trainer that will ask for a data set. Raises OSError where it cannot."""
        host = self._started() if data not in PUBLIC else None
        running = host.start() if host is not None else None
        if running is None and host is not None:
            self._warm = False  # it refused, or died
        return running or start_afresh(data)

    def close(self) -> None:
        """End the process that trainers are forked from."""
        with self._lock:
            host, self._host = self._host, None
        if host is not None:
            host.close()

    def _started(self) -> HostProcess | None:
        if not self._warm:
            return None
        with self._lock:
            if self._host is None:
                self._host = HostProcess("trainer", str(ROOT))
            return self._host


def start_afresh(data: str) -> Running:
    """Start a trainer as a process of its own."""
    scratch = Path(tempfile.mkdtemp(prefix="grader-train-"))
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", "-X", "utf8", "-c", BOOT, str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=scratch,
        env={**environment(scratch), **_keras_home(data)},
        start_new_session=True,
    )
    return FreshProcess(process, scratch)


def _keras_home(data: str) -> dict[str, str]:
    """Name the folder in which Keras keeps what it downloaded, for a public set only."""
    if data not in PUBLIC:
        return {}
    return {"KERAS_HOME": os.environ.get("KERAS_HOME", str(Path.home() / ".keras"))}
