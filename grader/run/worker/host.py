"""The warm process: it imports Keras once, runs no operation, forks runners or trainers (Linux).

It is asked through a socket: a message `{"id": 3, "scratch": "/tmp/..."}` comes with three pipes,
for the request, the evidence and the output of one runner. It answers `{"id": 3, "pid": 4711}` and
later `{"id": 3, "status": 0}`; `{"id": 3, "refused": "..."}` where a fork would not be sound:
TensorFlow is not made to be forked once it has threads. Nothing that is judged is known here.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import selectors
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from .family import adopt_orphans, end_children
from .main import run

MESSAGE = 4096


def main() -> None:
    """Import Keras and what is to be run, then serve until the socket is closed.

    Arguments: the socket's number, the trade, and where the trade's code is found.
    """
    channel = socket.socket(fileno=int(sys.argv[2]))
    adopt_orphans()
    import keras  # noqa: F401

    work = _work_of(*sys.argv[3:])
    gc.collect()
    gc.freeze()
    _Host(channel, work).serve()


def _work_of(trade: str, *paths: str) -> Callable[[], None]:
    """Return what a forked process does: students' code runs in runners, never in trainers."""
    if trade == "runner":
        return run
    sys.path[:0] = paths
    from grader.train import trainer

    return trainer.main


class _Host:
    def __init__(self, channel: socket.socket, work: Callable[[], None]) -> None:
        self._channel = channel
        self._work = work
        self._running: dict[int, int] = {}
        """Ids of the runners by pid."""
        self._wake, wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(wake, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake)
        self._pipes = (self._wake, wake)

    def serve(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._channel, selectors.EVENT_READ)
            selector.register(self._wake, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select()}
                if self._wake in ready:
                    with contextlib.suppress(BlockingIOError):
                        os.read(self._wake, 512)
                    self._reap()
                if self._channel in ready and not self._start():
                    return

    def _tell(self, **message: Any) -> None:
        with contextlib.suppress(OSError):
            self._channel.send(json.dumps(message).encode())

    def _start(self) -> bool:
        data, pipes, _, _ = socket.recv_fds(self._channel, MESSAGE, 3)
        if not data:
            return False
        asked = json.loads(data)
        threads = len(os.listdir("/proc/self/task"))
        if threads != 1 or len(pipes) != 3:
            self._tell(id=asked["id"], refused=f"{threads} threads, {len(pipes)} pipes")
        else:
            pid = os.fork()
            if pid == 0:
                _become(self._work, pipes, asked["scratch"])
            self._running[pid] = asked["id"]
            self._tell(id=asked["id"], pid=pid)
        for pipe in pipes:
            os.close(pipe)
        return True

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
        end_children(spared=self._running)
        for number, code in codes.items():
            self._tell(id=number, status=code)


def _become(work: Callable[[], None], pipes: list[int], scratch: str) -> None:
    """Take the place of a fresh process: own session, own pipes, own home. Never returns."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        for number, pipe in enumerate(pipes):
            os.dup2(pipe, number)
        os.closerange(3, 4096)
        os.chdir(scratch)
        for name in ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"):
            os.environ[name] = scratch
        os.environ["KERAS_HOME"] = os.path.join(scratch, "keras")
        tempfile.tempdir = None
        sys.argv[1:] = []
        work()
        status = 0
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)
