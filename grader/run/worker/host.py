"""The warm process: it imports Keras once, runs no operation, forks runners or trainers (Linux).

It is asked through a socket. `{"id": 3, "scratch": "/tmp/..."}` comes with three pipes, for the
request, the evidence and the output of one runner, and is answered by `{"id": 3, "pid": 4711}`,
later `{"id": 3, "status": 0}`; or by `{"id": 3, "refused": "..."}` where a fork would not be sound:
TensorFlow is not made to be forked once it has threads. `{"end": 3}` ends a runner and all that it
started. Before anything else it may be told to try its own walls, by a message with targets, and
says `{"breaches": [...]}`. Nothing that is judged is known here.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import selectors
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from . import probes
from .family import adopt_orphans, end_children
from .main import prove, run, uncollected
from .walls import Walls, enter

MESSAGE = 4096
TARGETS = 1 << 16
CORES = os.cpu_count() or 1
MAX_THREADS = 256 + 4 * CORES
"""TensorFlow keeps some for each core, whatever it is told."""
LOOK_SECONDS = 0.1


def main() -> None:
    """Try the walls, import what is to be run, then serve until the socket is closed.

    Arguments: the socket's number, and what to be as a JSON object.
    """
    channel = socket.socket(fileno=int(sys.argv[2]))
    asked = json.loads(sys.argv[3])
    walls = Walls.from_json(asked["walls"])
    adopt_orphans()
    host = _Host(channel, walls)
    if asked["prove"]:
        host.tell(breaches=host.prove(channel.recv(TARGETS)))
    try:
        host.serve(_prepare(asked["trade"], asked["paths"]))
    finally:
        end_children()  # a grader that was killed can end them no more


def _prepare(trade: str, paths: list[str]) -> Callable[[], None]:
    """Import what a trade needs and return its work: no student's code runs in a trainer.

    A plain runner has NumPy and no Keras.
    """
    with uncollected():
        if trade != "plain":
            import keras  # noqa: F401
        if trade == "trainer":
            sys.path[:0] = paths
            from grader.train import trainer

            return trainer.main
        with contextlib.suppress(ImportError):
            import numpy.random  # noqa: F401  # NumPy imports it when it is first used
    return run


class _Host:
    def __init__(self, channel: socket.socket, walls: Walls | None) -> None:
        self._channel = channel
        self._walls = walls
        self._running: dict[int, int] = {}
        """Ids of the runners by pid."""
        self._wake, wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(wake, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake)

    def prove(self, targets: bytes) -> list[str]:
        """Return which probes got through the walls of a runner."""
        found, to_tell = os.pipe()
        scratch = os.getcwd()
        pid = os.fork()
        if pid == 0:
            null = os.open(os.devnull, os.O_RDWR)
            tried = probes.Targets.from_json(json.loads(targets))
            _become(lambda: prove(tried), [null, to_tell, null], scratch, self._walls)
        os.close(to_tell)
        with os.fdopen(found, "rb") as told:
            data = told.read(MESSAGE)
        os.waitpid(pid, 0)
        try:
            return [str(name) for name in json.loads(data)]
        except (ValueError, TypeError):  # a wall could not be built: nothing is proved
            return list(probes.PROBES)

    def serve(self, work: Callable[[], None]) -> None:
        """Fork and end runners until the socket is closed."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._channel, selectors.EVENT_READ)
            selector.register(self._wake, selectors.EVENT_READ)
            while True:
                seconds = LOOK_SECONDS if self._running else None
                ready = {key.fileobj for key, _ in selector.select(seconds)}
                self._end_swarms()
                if self._wake in ready:
                    with contextlib.suppress(BlockingIOError):
                        os.read(self._wake, 512)
                    self._reap()
                if self._channel in ready and not self._hear(work):
                    return

    def tell(self, **message: Any) -> None:
        """Send one message to the grader."""
        with contextlib.suppress(OSError):
            self._channel.send(json.dumps(message).encode())

    def _hear(self, work: Callable[[], None]) -> bool:
        data, pipes, _, _ = socket.recv_fds(self._channel, MESSAGE, 3)
        if not data:
            return False
        asked = json.loads(data)
        if "end" in asked:
            self._end(asked["end"])
        else:
            self._start(asked, pipes, work)
        for pipe in pipes:
            os.close(pipe)
        return True

    def _start(self, asked: dict[str, Any], pipes: list[int], work: Callable[[], None]) -> None:
        threads = len(os.listdir("/proc/self/task"))
        if threads != 1 or len(pipes) != 3:
            self.tell(id=asked["id"], refused=f"{threads} threads, {len(pipes)} pipes")
            return
        try:
            pid = os.fork()
        except OSError as error:
            self.tell(id=asked["id"], refused=str(error))
            return
        if pid == 0:
            if asked.get("waits") and work is run:
                work = functools.partial(run, waits=True)
            _become(work, pipes, asked["scratch"], self._walls)
        self._running[pid] = asked["id"]
        self.tell(id=asked["id"], pid=pid)

    def _end(self, number: int) -> None:
        """Kill a runner; what it leaves behind is ended when its death is heard of."""
        for pid, known in self._running.items():
            if known == number:
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGKILL)

    def _end_swarms(self) -> None:
        """Kill runners with so many threads that others could start none; trainers are trusted."""
        for pid in self._running if self._walls is not None else ():
            with contextlib.suppress(OSError):
                if os.stat(f"/proc/{pid}/task").st_nlink - 2 > MAX_THREADS:
                    os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        """End what dead runners left behind, then tell that they ended."""
        codes = {}
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if pid == 0:
                break
            if pid in self._running:
                codes[self._running.pop(pid)] = os.waitstatus_to_exitcode(status)
        if self._walls is None or not self._walls.program:  # else none of them could start another
            end_children(spared=self._running)
        for number, code in codes.items():
            self.tell(id=number, status=code)


def _become(work: Callable[[], None], pipes: list[int], scratch: str, walls: Walls | None) -> None:
    """Take the place of a fresh process: own session, pipes, home and walls. Never returns."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        for number, pipe in enumerate(pipes):
            os.dup2(pipe, number)
        os.closerange(3, max(map(int, os.listdir("/proc/self/fd"))) + 1)
        os.chdir(scratch)
        for name in ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"):
            os.environ[name] = scratch
        os.environ["KERAS_HOME"] = os.path.join(scratch, "keras")
        tempfile.tempdir = None
        enter(walls, scratch)
        sys.argv[1:] = []
        work()
        status = 0
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)
