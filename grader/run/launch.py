"""Starting a runner and ending it with all that it started.

The one door to what differs between systems. A launcher gives three pipes and a way to end it; here
is the plain one, a fresh process. `warm.py` has the other, forked from a process that has
Keras imported already. Both put the process into the strongest sandbox that `settle` finds to hold.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from grader.run import scratch
from grader.run.environ import environment
from grader.run.sandbox import NO_SANDBOX, Guarded, Protections, Sandbox, Settled, settle
from grader.run.worker.probes import Targets

if TYPE_CHECKING:
    import psutil

RUN = Path(__file__).resolve().parent
BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); from worker.{module} import main; "
    "sys.path.pop(0); main()"
)


class Running(Protocol):
    """A started runner."""

    requests: BinaryIO
    evidence: BinaryIO
    output: BinaryIO

    @property
    def lost(self) -> bool:
        """Whether it was torn away from the grader by the death of what it was forked from."""

    def wait(self, seconds: float) -> int | None:
        """Return the exit status (negative: the signal), or None if it lives on."""

    def overfull(self) -> bool:
        """Whether more was written to the disk than is allowed."""

    def end(self) -> None:
        """End it and everything that it started; remove its scratch folder. Never raises.

        `evidence` and `output` are left to whoever reads them: closing them here would wait for
        the reader.
        """


class Launcher(Protocol):
    """Starts runners; one launcher serves a whole command."""

    @property
    def protections(self) -> Protections:
        """What runners are kept from; the first to ask waits until the walls were tried."""

    def start(self, *, keras: bool, alone: bool = False) -> Running:
        """Start a runner, with Keras imported where asked; `alone` forks it from nothing.

        Raises OSError where it cannot.
        """

    def close(self) -> None:
        """End whatever the launcher itself keeps running."""


def command(module: str, *arguments: str, sandbox: Sandbox = NO_SANDBOX) -> list[str]:
    """Return the command line that starts one of the worker's modules, isolated."""
    boot = BOOT.format(module=module)
    python = [sys.executable, "-I", "-B", "-X", "utf8", "-c", boot, str(RUN), *arguments]
    return [*sandbox.prefix, *python]


def asked_of(sandbox: Sandbox, **more: object) -> str:
    """Return the JSON argument of a worker: its walls and `more`. What it runs can read it."""
    walls = None if sandbox.walls is None else dataclasses.asdict(sandbox.walls)
    return json.dumps({"walls": walls, **more})


def targets_message(targets: Targets) -> bytes:
    """Return what tells a worker what its probes shall try for. Names of files are private, too."""
    return json.dumps(dataclasses.asdict(targets)).encode()


@dataclass
class FreshProcess:
    """A process of its own, with three pipes and a scratch folder."""

    process: subprocess.Popen[bytes]
    scratch: Path
    requests: BinaryIO = field(init=False)
    evidence: BinaryIO = field(init=False)
    output: BinaryIO = field(init=False)
    lost: bool = field(default=False, init=False)

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

    def overfull(self) -> bool:
        """See `Running`."""
        return scratch.overfull(self.scratch)

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
        scratch.remove(self.scratch)


class ColdLauncher:
    """Starts each runner as a fresh Python process."""

    def __init__(self, wanted: str = "none", guarded: Guarded | None = None) -> None:
        """`wanted` is the strongest sandbox to try for, one of TIERS."""
        adopt_orphans()
        self._wanted, self._guarded = wanted, guarded or Guarded()
        self._lock = threading.Lock()
        self._settled: Settled | None = None

    @property
    def protections(self) -> Protections:
        """See `Launcher`."""
        return self.settled().protections

    def settled(self) -> Settled:
        """Return the strongest sandbox that held, after having tried it the first time."""
        with self._lock:
            if self._settled is None:
                self._settled = settle(self._wanted, self._guarded, self._prove)
            return self._settled

    def start(self, *, keras: bool, alone: bool = True) -> Running:
        """Start a fresh Python process with a scratch folder of its own."""
        sandbox = self.settled().sandbox
        return self._started(sandbox, asked_of(sandbox, prove=False, keras=keras))

    def _started(self, sandbox: Sandbox, asked: str) -> FreshProcess:
        folder = Path(tempfile.mkdtemp(prefix="grader-"))
        process = subprocess.Popen(
            command("main", asked, sandbox=sandbox),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment(Path(sandbox.scratch) if sandbox.scratch else folder),
            start_new_session=True,
        )
        return FreshProcess(process, folder)

    def _prove(self, sandbox: Sandbox, targets: Targets) -> list[str] | None:
        """Return which probes get through a sandbox; None where it cannot be started."""
        try:
            started = self._started(sandbox, asked_of(sandbox, prove=True, keras=False))
        except OSError:
            return None
        try:
            with contextlib.suppress(OSError), started.requests:  # it may have ended already
                started.requests.write(targets_message(targets))
            with started.evidence, started.output:
                return read_breaches(started.evidence.read(MAX_TOLD))
        finally:
            started.end()

    def close(self) -> None:
        """Nothing is kept running."""


MAX_TOLD = 4096


def read_breaches(data: bytes) -> list[str] | None:
    """Return the names of the probes that got through; None for anything else."""
    try:
        found: Any = json.loads(data)
    except ValueError:
        return None
    return [str(name) for name in found] if isinstance(found, list) else None


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


def end_orphans(folder: Path) -> None:
    """End what a dead runner left behind: adopted processes that still carry its environment.

    It is looked for twice: while one is handed on to this process, no list of children has it.
    """
    import psutil

    if not sys.platform.startswith("linux"):
        return
    for child in (child for _ in range(2) for child in _descendants(os.getpid())[1:]):
        with contextlib.suppress(psutil.Error, OSError):
            if child.environ().get("HOME") == str(folder):
                reap([child.pid, *end_tree(child.pid)])
