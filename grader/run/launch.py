"""Starting a runner and ending it with all that it started.

The one door to what differs between systems. A launcher gives three pipes and a way to end it; here
is the plain one, a fresh process. `warm.py` has the other, forked from a process that has
Keras imported already.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    import psutil

RUN = Path(__file__).resolve().parent
BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); from worker.{module} import main; "
    "sys.path.pop(0); main()"
)
KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
FIXED = {
    "KERAS_BACKEND": "tensorflow",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "CUDA_VISIBLE_DEVICES": "-1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "MPLBACKEND": "Agg",
    "PYTHONHASHSEED": "0",
}


class Running(Protocol):
    """A started runner."""

    requests: BinaryIO
    evidence: BinaryIO
    output: BinaryIO

    def wait(self, seconds: float) -> int | None:
        """Return the exit status (negative: the signal), or None if it lives on."""

    def end(self) -> None:
        """End it and everything that it started; remove its scratch folder. Never raises.

        `evidence` and `output` are left to whoever reads them: closing them here would wait for
        the reader.
        """


class Launcher(Protocol):
    """Starts runners; one launcher serves a whole command."""

    protections: tuple[str, ...]

    def start(self, *, keras: bool) -> Running:
        """Start a runner, with Keras imported where asked. Raises OSError where it cannot."""

    def close(self) -> None:
        """End whatever the launcher itself keeps running."""


def environment(scratch: Path) -> dict[str, str]:
    """Return the scrubbed environment of a runner whose only folder to write in is `scratch`."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    homes = {name: str(scratch) for name in ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP")}
    return {**kept, **FIXED, **homes, "KERAS_HOME": str(scratch / "keras")}


def command(module: str, *arguments: str) -> list[str]:
    """Return the command line that starts one of the worker's modules, isolated."""
    boot = BOOT.format(module=module)
    return [sys.executable, "-I", "-B", "-X", "utf8", "-c", boot, str(RUN), *arguments]


@dataclass
class FreshProcess:
    """A process of its own, with three pipes and a scratch folder."""

    process: subprocess.Popen[bytes]
    scratch: Path
    requests: BinaryIO = field(init=False)
    evidence: BinaryIO = field(init=False)
    output: BinaryIO = field(init=False)

    def __post_init__(self) -> None:
        process = self.process
        assert process.stdin and process.stdout and process.stderr
        self.requests, self.evidence, self.output = process.stdin, process.stdout, process.stderr  # type: ignore[assignment]

    def wait(self, seconds: float) -> int | None:
        """See `Running`."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def end(self) -> None:
        """See `Running`."""
        if sys.platform.startswith("linux"):
            self.process.terminate()  # what stands above the runner ends all that is below it
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
        ended = end_tree(self.process.pid)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        reap(ended)
        end_orphans(self.scratch)
        with contextlib.suppress(OSError):
            self.requests.close()
        shutil.rmtree(self.scratch, ignore_errors=True)


class ColdLauncher:
    """Starts each runner as a fresh Python process."""

    def __init__(self) -> None:
        adopt_orphans()
        self.protections = _limits_of_this_system()

    def start(self, *, keras: bool) -> Running:
        """Start a fresh Python process with a scratch folder of its own."""
        scratch = Path(tempfile.mkdtemp(prefix="grader-"))
        process = subprocess.Popen(
            command("main", *(["keras"] if keras else [])),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=scratch,
            env=environment(scratch),
            start_new_session=True,
        )
        return FreshProcess(process, scratch)

    def close(self) -> None:
        """Nothing is kept running."""


def _limits_of_this_system() -> tuple[str, ...]:
    base = ("process", "wall_clock", "output")
    return (*base, "memory", "process_tree") if sys.platform.startswith("linux") else base


def adopt_orphans() -> None:
    """Make processes whose parents died children of this one, so that they can be found (Linux)."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(Exception):
            pr_set_child_subreaper = 36
            ctypes.CDLL(None).prctl(pr_set_child_subreaper, 1, 0, 0, 0)


def end_tree(pid: int) -> list[int]:
    """Stop a process and its descendants, then kill them: stopped ones cannot fork away.

    Returns the ids of the descendants, parents first.
    """
    import psutil

    stopped: dict[int, psutil.Process] = {}
    for _ in range(20):
        found = [p for p in _descendants(pid) if p.pid not in stopped]
        if not found:
            break
        for process in found:
            with contextlib.suppress(psutil.Error):
                process.suspend()
            stopped[process.pid] = process
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
    for process in stopped.values():
        with contextlib.suppress(psutil.Error):
            process.kill()
    return [killed for killed in stopped if killed != pid]


def reap(killed: Sequence[int]) -> None:
    """Take leave of killed processes that become children of this one, parents first."""
    for pid in killed if hasattr(os, "killpg") else ():
        with contextlib.suppress(OSError):
            os.waitpid(pid, 0)


def _descendants(pid: int) -> list[psutil.Process]:
    import psutil

    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def end_orphans(scratch: Path) -> None:
    """End what a dead runner left behind: adopted processes that still carry its environment."""
    import psutil

    if not sys.platform.startswith("linux"):
        return
    for child in _descendants(os.getpid())[1:]:
        with contextlib.suppress(psutil.Error, OSError):
            if child.environ().get("HOME") == str(scratch):
                reap([child.pid, *end_tree(child.pid)])
