"""Runners forked from warm processes: what they need is imported once for a whole command (Linux).

There are two: one with NumPy, for files that use nothing else, and one with Keras. Both stand
inside of the sandbox, so that every runner is born there.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from grader.run import scratch
from grader.run.environ import environment
from grader.run.launch import (
    ColdLauncher,
    Running,
    asked_of,
    command,
    end_orphans,
    end_tree,
    reap,
    targets_message,
)
from grader.run.sandbox import NO_SANDBOX, Guarded, Protections, Sandbox, Settled, settle
from grader.run.worker.probes import Targets

START_SECONDS = 120.0
"""How long the warm process may take to import Keras before it is given up."""
FORK_SECONDS = 10.0
"""How long it may take once it has answered."""
PROOF_SECONDS = 30.0
"""How long it may try its walls."""
END_SECONDS = 5.0
"""How long it may take to end a runner."""
STRIKES = 3
"""After so many warm processes in a row that forked nothing, fresh processes do the rest."""


@dataclass
class _Told:
    """What the warm process said about one runner."""

    started: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)
    pid: int | None = None
    status: int | None = None


class WarmLauncher:
    """Forks every runner; starts those fresh that cannot be forked."""

    def __init__(
        self, wanted: str = "none", guarded: Guarded | None = None, *, spare: bool = False
    ) -> None:
        """`wanted` is the strongest sandbox to try for; `spare` keeps one runner waiting."""
        self._wanted, self._guarded = wanted, guarded or Guarded()
        self._spare = spare
        self._lock = threading.RLock()
        self._settled: Settled | None = None
        self._cold: ColdLauncher | None = None
        self._hosts: dict[str, HostProcess] = {}
        self._retired: list[HostProcess] = []
        self._strikes = {"keras": 0, "plain": 0}
        self._closed = False

    @property
    def protections(self) -> Protections:
        """See `Launcher`."""
        with self._lock:
            if self._settled is None and self._closed:
                return self._fresh().protections
            if self._settled is None:
                self._host("plain")
            assert self._settled is not None
            return self._settled.protections

    def warm_up(self, *, keras: bool = True) -> None:
        """Begin to import Keras now, in the background."""
        self._host(_trade(keras))

    def start(self, *, keras: bool, alone: bool = False) -> Running:
        """Fork a runner from the process that has what it needs.

        One that refuses, died or does not answer is replaced; it is not ended while runners of
        others live below it. Raises OSError where all has been closed: nobody would end the runner.
        """
        trade = _trade(keras)
        while not alone and self._strikes[trade] < STRIKES:
            host = self._host(trade)
            running = host.start()
            if running is not None:
                self._strikes[trade] = 0
                return running
            self._replace(trade, host)
        self._insist_on_open()
        return self._fresh().start(keras=keras)

    def _insist_on_open(self) -> None:
        if self._closed:
            raise OSError("the launcher has been closed")

    def _host(self, trade: str) -> HostProcess:
        with self._lock:
            self._insist_on_open()
            if trade not in self._hosts:
                self._hosts[trade] = self._new_host(trade)
            return self._hosts[trade]

    def _new_host(self, trade: str) -> HostProcess:
        """Start a warm process; the first one finds the sandbox for all."""
        if self._settled is not None:
            return HostProcess(trade, sandbox=self._settled.sandbox, spare=self._spare)
        tried: list[tuple[Sandbox, HostProcess]] = []

        def prove(sandbox: Sandbox, targets: Targets) -> list[str] | None:
            host = HostProcess(trade, sandbox=sandbox, targets=targets, spare=self._spare)
            tried.append((sandbox, host))
            return host.breaches()

        self._settled = settle(self._wanted, self._guarded, prove)
        chosen = None
        for sandbox, host in tried:
            if chosen is None and sandbox == self._settled.sandbox and not host.dead:
                chosen = host
            else:
                host.close()
        return chosen or HostProcess(trade, sandbox=self._settled.sandbox, spare=self._spare)

    def _replace(self, trade: str, host: HostProcess) -> None:
        with self._lock:
            if self._hosts.get(trade) is not host:
                return
            del self._hosts[trade]
            self._strikes[trade] += 1
            if host.idle:
                host.close()
            else:
                self._retired.append(host)

    def _fresh(self) -> ColdLauncher:
        with self._lock:
            if self._cold is None:
                self._cold = ColdLauncher(self._wanted, self._guarded)
            return self._cold

    def close(self) -> None:
        """End the warm processes; no more are started."""
        with self._lock:
            self._closed = True
            hosts = [*self._hosts.values(), *self._retired]
            self._hosts, self._retired = {}, []
        for host in hosts:
            host.close()


def _trade(keras: bool) -> str:
    return "keras" if keras else "plain"


class HostProcess:
    """A process that has imported what others need, and forks them."""

    def __init__(
        self,
        trade: str,
        *paths: str,
        sandbox: Sandbox = NO_SANDBOX,
        targets: Targets | None = None,
        spare: bool = False,
    ) -> None:
        """Start it. `trade` is "keras", "plain" or "trainer"; `paths` is where its code is found.

        With `targets` it tries its walls first: see `breaches`. With `spare` it keeps one runner
        waiting, so that the next to be asked for has been forked already.
        """
        self._sandbox = sandbox
        self._spare_wanted = spare
        self._spare: _Forked | None = None
        self._scratch = Path(tempfile.mkdtemp(prefix="grader-host-"))
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        asked = asked_of(sandbox, prove=targets is not None, trade=trade, paths=paths)
        if targets is not None:
            self._channel.send(targets_message(targets))
        self._arguments = command("host", str(theirs.fileno()), asked, sandbox=sandbox)
        self._lock = threading.Lock()
        self._told: dict[int, _Told] = {}
        self._number = 0
        self._answered = False
        self._proved = threading.Event()
        self._breaches: list[str] | None = None
        self._dead = threading.Event()
        begun = threading.Event()
        threading.Thread(target=self._live, args=(theirs, begun), daemon=True).start()
        begun.wait()

    def _live(self, theirs: socket.socket, begun: threading.Event) -> None:
        """Start the process and listen to it: it dies with the thread that started it."""
        try:
            self._process: subprocess.Popen[bytes] | None = subprocess.Popen(
                self._arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                cwd=self._scratch,
                env=environment(Path(self._sandbox.scratch or self._scratch)),
                start_new_session=True,
            )
        except OSError:
            self._process = None
        theirs.close()
        begun.set()
        self._listen()

    @property
    def dead(self) -> bool:
        """Whether it can fork nothing more."""
        return self._dead.is_set()

    @property
    def idle(self) -> bool:
        """Whether none of those that it has forked lives, but for the one that waits."""
        waiting = self._spare.told if self._spare is not None else None
        return all(told.ended.is_set() or told is waiting for told in list(self._told.values()))

    def breaches(self) -> list[str] | None:
        """Return which probes got through its walls; None where it could not be started."""
        self._proved.wait(PROOF_SECONDS)
        return self._breaches

    def start(self) -> Running | None:
        """Fork one; None where the warm process refuses, dies or takes too long."""
        with self._lock:
            waiting, self._spare = self._spare, None
        if waiting is not None and waiting.ready(FORK_SECONDS) and not self.dead:
            return waiting
        if waiting is not None:
            waiting.end()
        seconds = FORK_SECONDS if self._answered else START_SECONDS
        running = self._ask()
        if running.ready(seconds):
            self._answered = True
            return running
        running.give_up()
        return None

    def prepare(self) -> None:
        """Fork the next one now, where that is wanted: it waits until it is asked for."""
        with self._lock:
            if self._spare_wanted and self._spare is None and not self.dead:
                self._spare = self._ask(waits=True)

    def _ask(self, *, waits: bool = False) -> _Forked:
        """Have one forked. One that waits for its request is asked for by who holds the lock."""
        folder = None if self._sandbox.scratch else Path(tempfile.mkdtemp(prefix="grader-"))
        ours, theirs = _pipes()
        told = _Told()
        with contextlib.nullcontext() if waits else self._lock:
            number = self._number
            self._number += 1
            self._told[number] = told
            where = str(folder or self._sandbox.scratch)
            message = {"id": number, "scratch": where, "waits": waits}
            if self.dead or not self._send(message, theirs):
                told.started.set()
                told.ended.set()
        for pipe in theirs:
            os.close(pipe)
        return _Forked(self, number, told, folder, *ours)

    def _send(self, message: dict[str, Any], pipes: tuple[int, ...] = ()) -> bool:
        try:
            socket.send_fds(self._channel, [json.dumps(message).encode()], list(pipes))
        except OSError:
            return False
        return True

    def end(self, number: int) -> bool:
        """End one of those that it has forked; whether it did."""
        told = self._told.get(number)
        if told is None:  # it was ended before
            return True
        if not told.ended.is_set():
            self._send({"end": number})
            told.ended.wait(END_SECONDS)
        return told.status is not None

    def forget(self, number: int) -> None:
        """Let go of what is known of one that has ended."""
        self._told.pop(number, None)

    @property
    def encloses(self) -> bool:
        """Whether all that it has forked dies with it, and can be reached through it only."""
        return bool(self._sandbox.prefix)

    def _listen(self) -> None:
        while True:
            try:
                data = self._channel.recv(4096)
                if not data:
                    break
                self._hear(json.loads(data))
            except (OSError, ValueError, KeyError, TypeError):
                break
        self._dead.set()
        self._proved.set()
        for told in list(self._told.values()):
            told.started.set()
            told.ended.set()

    def _hear(self, message: dict[str, Any]) -> None:
        if "breaches" in message:
            self._breaches = [str(name) for name in message["breaches"]]
            self._proved.set()
            return
        told = self._told.get(message["id"])
        if told is None:  # it was not waited for
            return
        if "pid" in message:
            told.pid = message["pid"]
        if "status" in message:
            told.status = message["status"]
            told.ended.set()
        if "refused" in message:
            told.ended.set()
        told.started.set()

    def close(self) -> None:
        """End it, and all that it has forked."""
        with self._lock:
            waiting, self._spare = self._spare, None
        if waiting is not None:
            waiting.give_up()
        with contextlib.suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)
        if self._process is not None:
            ended = end_tree(self._process.pid)
            self._process.wait()
            reap(ended)
        end_orphans(self._scratch)
        self._dead.wait(END_SECONDS)
        self._channel.close()
        scratch.remove(self._scratch)


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
    host: HostProcess
    number: int
    told: _Told
    scratch: Path | None
    """Its scratch folder where that is on the disk."""
    requests: BinaryIO
    evidence: BinaryIO
    output: BinaryIO

    def ready(self, seconds: float) -> bool:
        """Wait until it lives; False where it does not, or died already."""
        started = self.told.started.wait(seconds)
        return started and self.told.pid is not None and not self.told.ended.is_set()

    @property
    def lost(self) -> bool:
        return self.host.dead and self.told.status is None

    def wait(self, seconds: float) -> int | None:
        return self.told.status if self.told.ended.wait(seconds) else None

    def overfull(self) -> bool:
        return self.scratch is not None and scratch.overfull(self.scratch, self.told.pid)

    def end(self) -> None:
        ended = self.host.end(self.number)
        if not ended and self.host.encloses:
            self.host.close()  # it does not answer: others that it takes with it are asked again
        elif not ended and self.told.pid is not None:
            below = end_tree(self.told.pid)  # nobody above it is left who could
            reap([self.told.pid, *below])
            if self.scratch is not None:
                end_orphans(self.scratch)
        self.host.forget(self.number)
        with contextlib.suppress(OSError):
            self.requests.close()
        if self.scratch is not None:
            scratch.remove(self.scratch)
        self.host.prepare()

    def give_up(self) -> None:
        """Let go of one that nobody reads."""
        for pipe in (self.requests, self.evidence, self.output):
            with contextlib.suppress(OSError):
                pipe.close()
        if self.scratch is not None:
            scratch.remove(self.scratch)
