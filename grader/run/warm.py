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

from grader.run.launch import ColdLauncher, Running, command, end_tree, environment

START_SECONDS = 120.0
"""How long the warm process may take to import Keras before a fresh process is tried."""


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
        self._host: _HostProcess | None = None
        self._broken = False

    def warm_up(self) -> None:
        """Begin to import Keras now, in the background."""
        with self._lock:
            if self._host is None and not self._broken:
                self._host = _HostProcess()

    def start(self, *, keras: bool) -> Running:
        """Fork a runner that has Keras, or start a fresh process where none is needed."""
        if keras:
            self.warm_up()
            running = self._host.start() if self._host is not None else None
            if running is not None:
                return running
            self._give_up()
        return self._cold.start(keras=keras)

    def _give_up(self) -> None:
        """After a warm process that refused or died, fresh processes do the rest."""
        with self._lock:
            if self._host is not None:
                self._host.close()
            self._host, self._broken = None, True

    def close(self) -> None:
        """End the warm process."""
        if self._host is not None:
            self._host.close()
            self._host = None


class _HostProcess:
    def __init__(self) -> None:
        self._scratch = Path(tempfile.mkdtemp(prefix="grader-host-"))
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            command("host", str(theirs.fileno())),
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
        self._dead = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def start(self) -> Running | None:
        """Fork one runner; None where the warm process refuses, dies or takes too long."""
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
        if sent and told.started.wait(START_SECONDS) and told.pid is not None:
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
        with contextlib.suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)
        end_tree(self._process.pid)
        self._process.wait()
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
        if not self.told.ended.is_set() and self.told.pid is not None:
            end_tree(self.told.pid)
            self.told.ended.wait(5.0)
        for pipe in (self.requests, self.evidence, self.output):
            with contextlib.suppress(OSError):
                pipe.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
