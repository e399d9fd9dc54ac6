"""Runners forked from a warm process: Keras is imported once for a whole command (Linux only)."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from grader.run.launch import (
    ColdLauncher,
    Running,
    command,
    end_orphans,
    end_tree,
    environment,
    reap,
)

START_SECONDS = 120.0
"""How long the warm process may take to import Keras before a fresh process is tried."""
FORK_SECONDS = 10.0
"""How long it may take once it has answered."""


@dataclass
class _Told:
    """What the warm process said about one runner."""

    started: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    pid: int | None = None
    status: int | None = None


class WarmLauncher:
    """Forks runners that need Keras; starts the others, and those that cannot be forked, fresh."""

    def __init__(self) -> None:
        self._cold = ColdLauncher()
        self.protections = self._cold.protections
        self._lock = threading.Lock()
        self._host: HostProcess | None = None
        self._broken = False

    def warm_up(self) -> None:
        """Begin to import Keras now, in the background."""
        with self._lock:
            if self._host is None:
                self._host = HostProcess("runner")

    def start(self, *, keras: bool) -> Running:
        """Fork a runner that has Keras, or start a fresh process where none is needed.

        After a warm process that refused or died, fresh processes do the rest. It is not ended
        before `close`: runners of others may still live below it.
        """
        if keras and not self._broken:
            self.warm_up()
            host = self._host
            running = host.start() if host is not None else None
            if running is not None:
                return running
            self._broken = True
        return self._cold.start(keras=keras)

    def close(self) -> None:
        """End the warm process."""
        with self._lock:
            host, self._host = self._host, None
        if host is not None:
            host.close()


class HostProcess:
    """A process that has imported Keras, and forks others of its trade."""

    def __init__(self, trade: str, *paths: str) -> None:
        """Start it. `trade` is "runner" or "trainer"; `paths` is where its code is found."""
        self._scratch = Path(tempfile.mkdtemp(prefix="grader-host-"))
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            command("host", str(theirs.fileno()), trade, *paths),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            cwd=self._scratch,
            env=environment(self._scratch),
            start_new_session=True,
        )
        theirs.close()
        self._lock = threading.Lock()
        self._told: dict[int, _Told] = {}
        self._answered = False
        self._dead = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def start(self) -> Running | None:
        """Fork one; None where the warm process refuses, dies or takes too long."""
        scratch = Path(tempfile.mkdtemp(prefix="grader-"))
        ours, theirs = _pipes()
        told = _Told()
        with self._lock:
            number = len(self._told)
            self._told[number] = told
            message = json.dumps({"id": number, "scratch": str(scratch)}).encode()
            sent = False
            if not self._dead.is_set():
                with contextlib.suppress(OSError):
                    socket.send_fds(self._channel, [message], list(theirs))
                    sent = True
        for pipe in theirs:
            os.close(pipe)
        seconds = FORK_SECONDS if self._answered else START_SECONDS
        if sent and told.started.wait(seconds) and told.pid is not None:
            self._answered = True
            return _Forked(told, scratch, *ours)
        for end in ours:
            end.close()
        shutil.rmtree(scratch, ignore_errors=True)
        return None

    def _listen(self) -> None:
        while True:
            try:
                data = self._channel.recv(4096)
            except OSError:
                data = b""
            if not data:
                break
            self._hear(json.loads(data))
        self._dead.set()
        for told in list(self._told.values()):
            told.started.set()
            told.ended.set()

    def _hear(self, message: dict[str, Any]) -> None:
        told = self._told[message["id"]]
        if "pid" in message:
            told.pid = message["pid"]
        if "status" in message:
            told.status = message["status"]
            told.ended.set()
        told.started.set()

    def close(self) -> None:
        """End it, and all that it has forked."""
        with contextlib.suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)
        ended = end_tree(self._process.pid)
        self._process.wait()
        reap(ended)
        end_orphans(self._scratch)
        self._channel.close()
        shutil.rmtree(self._scratch, ignore_errors=True)


def _pipes() -> tuple[tuple[BinaryIO, BinaryIO, BinaryIO], tuple[int, int, int]]:
    """Return our ends (request, evidence, output) and the runner's."""
    request_in, request_out = os.pipe()
    evidence_in, evidence_out = os.pipe()
    output_in, output_out = os.pipe()
    ours = (
        os.fdopen(request_out, "wb"),
        os.fdopen(evidence_in, "rb"),
        os.fdopen(output_in, "rb"),
    )
    return ours, (request_in, evidence_out, output_out)


@dataclass
class _Forked:
    told: _Told
    scratch: Path
    requests: BinaryIO
    evidence: BinaryIO
    output: BinaryIO

    def wait(self, seconds: float) -> int | None:
        return self.told.status if self.told.ended.wait(seconds) else None

    def end(self) -> None:
        if self.told.status is None and self.told.pid is not None:
            ended = end_tree(self.told.pid)
            self.told.ended.wait(5.0)
            if self.told.status is None:  # nobody above it is left who could
                reap([self.told.pid, *ended])
                end_orphans(self.scratch)
        with contextlib.suppress(OSError):
            self.requests.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
