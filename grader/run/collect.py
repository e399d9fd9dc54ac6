"""Collecting evidence: one submission's calls go to runners, outcomes come back.

A call that kills, hangs or floods its runner costs its own task only: the rest is asked again in a
fresh runner.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from grader.run.evidence import Evidence, GivenUpError, Outcome, harmless, read_error
from grader.run.launch import Launcher, Running
from grader.run.printed import as_shown
from grader.run.worker.frames import (
    Encoder,
    FrameError,
    decode,
    pack,
    parse_json,
    read_array,
    unpack,
)
from grader.spec import GivenData, GivenFunction, GivenModel, GivenTensor, Own

GIB = 1 << 30
MAX_LOST = 2
"""A submission whose runner is lost so often is given a process that stands alone: what ends that
one is its own doing."""
MAX_WAITING = 64
"""Frames that wait to be read; then the runner waits."""
FRAME_BYTES = 1000
"""What a frame is counted as besides its bytes: it costs as much to keep."""
JSON_SWELLS = 16
"""A byte of JSON is counted as so many: texts and lists take more room than their bytes."""
LATE_SECONDS = 1.0
"""So much later a runner that talks without end is ended; what it said may still be unread."""
LOOK_SECONDS = 0.25
"""How often it is looked at what a runner has written to the disk."""
PER_CORE = 80 << 20
"""Bytes of address space that TensorFlow's threads take for each core of the machine, measured."""
CPU_SHARE = 2
"""A runner may use this many CPU seconds for each second of wall-clock time, on two cores."""


@dataclass(frozen=True)
class Call:
    """One call to make."""

    number: int
    task: str
    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    how: str = "keyword"
    """`"keyword"` or `"position"`."""
    want: str = "value"
    """`"value"`; `"constant"`; `"function"`, a constant that is None or is called; `"network"` (the
    config only) or `"weights"` (both); `"compiled"`, where None stands for the model that was
    given; `"trained"`, what a training function returned and the weights of its model."""


@dataclass(frozen=True)
class Source:
    """A submission's file as it was read: the bytes that are graded are the bytes that are run."""

    text: str
    filename: str
    keras: bool
    """Whether it imports Keras or TensorFlow."""
    modules: Mapping[str, str] = field(default_factory=dict)
    """Texts of the modules that lie beside it, by name."""


@dataclass(frozen=True)
class Limits:
    """What a submission may use. Seconds are wall-clock time."""

    start: float = 90.0
    """Until the student's file begins to be imported, Keras's own import included."""
    importing: float = 20.0
    """For the student's file to be imported."""
    task: float = 15.0
    training: float = 60.0
    """For a task in which the student's own function trains a model."""
    total: float = 240.0
    memory: int = 2 * GIB
    """Bytes of address space without Keras."""
    memory_keras: int = 4 * GIB + PER_CORE * (os.cpu_count() or 1)
    printed: int = 16 << 20
    """Bytes of output after which a runner is ended."""
    kept: int = 16_384
    """Bytes of output that are kept to be shown."""
    evidence: int = 256 << 20


def collect(
    source: Source,
    calls: Sequence[Call],
    launcher: Launcher,
    limits: Limits | None = None,
    wanted: Callable[[], bool] = lambda: True,
) -> Evidence:
    """Make all calls and return what came of each. Raises nothing that a submission could cause.

    `wanted` is asked a few times a second; when it says no, the runner is ended and GivenUpError
    raised.
    """
    limits = limits or Limits()
    started = time.monotonic()
    outcomes: dict[int, Outcome] = {}
    printed = b""
    pending = list(calls)
    lost = 0
    while pending:
        left = limits.total - (time.monotonic() - started)
        if left <= 0:
            outcomes.update((call.number, Outcome(stopped="total_time")) for call in pending)
            break
        begun = time.monotonic()
        attempt = _Attempt(source, pending, limits, left, wanted)
        attempt.run(launcher, alone=lost >= MAX_LOST)
        if not wanted():  # what ended the runner may have been whoever gave it up
            raise GivenUpError
        if attempt.lost and lost < MAX_LOST:
            lost += 1
            started += time.monotonic() - begun  # that time is not the student's to pay
            continue
        printed = (printed + attempt.printed)[: limits.kept]
        outcomes.update(attempt.outcomes)
        pending = _still_open(pending, attempt, outcomes)
    return Evidence(
        outcomes,
        harmless(as_shown(printed.decode("utf-8", "replace")), limits.kept),
        time.monotonic() - started,
    )


def _still_open(pending: list[Call], attempt: _Attempt, outcomes: dict[int, Outcome]) -> list[Call]:
    """Return the calls to ask again, after the task that ended the runner has had its outcome."""
    if attempt.ending is None:
        return []
    if attempt.culprit is None:
        ending = replace(attempt.ending, importing=True)
        outcomes.update((c.number, ending) for c in pending if c.number not in outcomes)
        return []
    left = [call for call in pending if call.number not in outcomes]
    same_task = [call for call in left if call.task == attempt.culprit]
    # What was said out of turn may be any call's; any other end is that of the call that ran.
    not_asked = replace(attempt.ending, reached=attempt.ending.stopped == "malformed")
    outcomes.update((call.number, not_asked) for call in same_task)
    if same_task:
        outcomes[same_task[0].number] = attempt.ending
    return [call for call in left if call.task != attempt.culprit]


class _Attempt:
    """One runner's life: what it answered, and how it ended if it ended early."""

    def __init__(
        self,
        source: Source,
        calls: Sequence[Call],
        limits: Limits,
        seconds: float,
        wanted: Callable[[], bool],
    ) -> None:
        self.outcomes: dict[int, Outcome] = {}
        self.ending: Outcome | None = None
        """How the runner ended before its last call; None after a good end."""
        self.culprit: str | None = None
        """The task in which it ended; None while the student's file was being imported."""
        self.printed = b""
        self.lost = False
        """Whether the runner died of something that is not the student's: before it came to the
        student's file, or with the process that it was forked from."""
        self._source = source
        self._calls = {call.number: call for call in calls}
        self._limits = limits
        self._wanted = wanted
        self._end = time.monotonic() + seconds
        self._arrays: list[Any] = []
        """Those of the current call."""
        self._current: int | None = None
        self._order = iter(self._calls)
        self._entered = False
        """Whether the student's code has begun to run: what goes wrong before is not its fault."""
        self._task_started = time.monotonic()
        self._deadline = self._end

    def run(self, launcher: Launcher, *, alone: bool) -> None:
        try:
            running = launcher.start(keras=self._source.keras, alone=alone)
        except OSError as error:
            self.ending = Outcome(stopped="grader", detail=str(error))
            return
        reader = None
        try:
            reader = _Reader(running, self._limits)
            self._send(running)
            self._follow(reader, running)
            if self.ending is not None and self.ending.stopped == "exited":
                status = running.wait(2.0)
                self.lost = running.lost or not self._entered
                self.ending = _ending_of(status)
            if self.ending is not None and not self._entered:
                why = f"{self.ending.stopped} {self.ending.detail}".strip()
                self.ending = Outcome(stopped="grader", detail=f"the runner did not start: {why}")
        except RuntimeError as error:  # no thread can be started: the machine is full
            self.ending = Outcome(stopped="grader", detail=str(error))
        finally:
            running.end()
            if reader is not None:
                reader.close()
                self.printed = reader.printed()

    def _send(self, running: Running) -> None:
        def write(data: bytes) -> None:
            try:
                running.requests.write(data)
                running.requests.close()
            except OSError:  # it died before it read all; the evidence tells how
                pass

        data = request_bytes(self._source, list(self._calls.values()), self._limits)
        threading.Thread(target=write, args=(data,), daemon=True).start()

    def _follow(self, reader: _Reader, running: Running) -> None:
        self._deadline = min(self._end, time.monotonic() + self._limits.start)
        looked = time.monotonic()
        while True:
            item: tuple[dict[str, Any], bytes] | Outcome | None = None
            with contextlib.suppress(queue.Empty):
                left = self._deadline - time.monotonic()
                item = reader.items.get(timeout=min(LOOK_SECONDS, max(0.0, left)))
            if item is None or time.monotonic() - looked > LOOK_SECONDS:  # also while it talks
                looked = time.monotonic()
                self.ending = self._overdue(running, silent=item is None)
                if self.ending is not None:
                    return
            if item is None:
                continue
            if isinstance(item, Outcome):
                self.ending = item
                return
            try:
                done = self._take(*item)
            except FrameError as error:
                self.ending = Outcome(stopped="malformed", detail=str(error))
                return
            if done:
                return
            if self._current is not None:
                seconds = self._task_started + self._seconds_for(self._current)
                self._deadline = min(self._end, seconds)

    def _overdue(self, running: Running, *, silent: bool) -> Outcome | None:
        """Say what a runner is ended for; None where it may go on.

        One that talks may be late by what the grader has not read yet, but not by more.
        Raises GivenUpError where nobody waits for it.
        """
        if not self._wanted():
            raise GivenUpError
        now = time.monotonic()
        if now >= self._deadline + (0.0 if silent else LATE_SECONDS):
            return Outcome(stopped="total_time" if now >= self._end else "time")
        return Outcome(stopped="disk") if running.overfull() else None

    def _seconds_for(self, number: int) -> float:
        trains = self._calls[number].want == "trained"
        return self._limits.training if trains else self._limits.task

    def _take(self, header: dict[str, Any], payload: bytes) -> bool:
        """Enter one frame; True after the last one.

        Each call has its turn: what is said of another one's is not the runner's.
        """
        kind, number = header.get("kind"), header.get("call")
        if kind == "end":
            return self._ended()
        if kind == "imported":
            return self._imported(parse_json(payload))
        if kind == "begin" and type(number) is int:
            self._begin(number)
        elif self._current is None or number != self._current or number in self.outcomes:
            raise FrameError("evidence for a call that was not made")
        elif kind == "array":
            self._arrays.append(read_array(header, payload))
        elif kind == "result":
            self.outcomes[number] = self._outcome(self._calls[number], parse_json(payload))
        return False

    def _begin(self, number: int) -> None:
        if number == -1:
            self._entered = True
            self._deadline = min(self._end, time.monotonic() + self._limits.importing)
            return
        done = self._current is None or self._current in self.outcomes
        if not done or number != next(self._order, None):
            raise FrameError("evidence for a call whose turn had not come")
        task = self._calls[number].task
        if self.culprit != task:
            self._task_started = time.monotonic()
        self._current, self.culprit, self._arrays = number, task, []

    def _ended(self) -> bool:
        missing = [number for number in self._calls if number not in self.outcomes]
        if missing:
            raise FrameError("the evidence ended before the last call")
        return True

    def _imported(self, data: Any) -> bool:
        if not isinstance(data, dict) or self._current is not None:
            raise FrameError("a message of unknown form")
        if data.get("error") is None:
            self._task_started = time.monotonic()
            return False
        failed = Outcome(error=read_error(data["error"]), importing=True)
        self.outcomes = dict.fromkeys(self._calls, failed)
        return True

    def _outcome(self, call: Call, data: Any) -> Outcome:
        if not isinstance(data, dict) or not isinstance(data.get("changed", []), list):
            raise FrameError("a result of unknown form")
        changed = tuple(name for name in call.arguments if name in data.get("changed", []))
        if data.get("error") is not None:
            return Outcome(error=read_error(data["error"]), changed=changed)
        return Outcome(value=decode(data.get("value"), self._arrays), changed=changed)


def _ending_of(status: int | None) -> Outcome:
    """Say how a runner ended that sent no `end`: killed for its memory, crashed or gone."""
    if status is None:  # it lives on, but will say nothing more
        return Outcome(stopped="exited", detail="?")
    if 128 < status <= 192:  # a shell's way to tell of a signal
        status = 128 - status
    if status in (-9, -6):
        return Outcome(stopped="memory")
    if status < 0 or status >= 0xC0000000:  # Windows's way to tell of a crash
        return Outcome(stopped="crashed", detail=str(status))
    return Outcome(stopped="exited", detail=str(status))


def request_bytes(source: Source, calls: Sequence[Call], limits: Limits) -> bytes:
    """Return the frames that tell a runner what to do."""
    encoder = Encoder()
    asked = [
        {
            "call": call.number,
            "name": call.name,
            "arguments": {n: encode_argument(v, encoder) for n, v in call.arguments.items()},
            "how": call.how,
            "want": call.want,
        }
        for call in calls
    ]
    texts = {"": source.text, **source.modules}
    request = {
        "filename": source.filename,
        "texts": list(texts),
        "memory": limits.memory_keras if source.keras else limits.memory,
        "seconds": CPU_SHARE * math.ceil(limits.total),
        "calls": asked,
    }
    sent = [pack(header, payload) for header, payload in encoder.arrays]
    sent += [pack({"kind": "text"}, text.encode()) for text in texts.values()]
    return b"".join([*sent, pack({"kind": "request"}, json.dumps(request).encode())])


def encode_argument(value: Any, encoder: Encoder) -> Any:
    """Return the tree of one argument; what is given crosses as a description, data as arrays."""
    if isinstance(value, GivenTensor):
        return {"given_tensor": list(value.shape)}
    if isinstance(value, GivenFunction):
        return {"given_function": value.name}
    if isinstance(value, Own):
        arguments = {n: encode_argument(v, encoder) for n, v in value.arguments.items()}
        return {"own": value.name, "arguments": arguments}
    if isinstance(value, GivenData):
        return encoder.tree(generate(value))
    if not isinstance(value, GivenModel):
        return encoder.tree(value)
    weights = [encoder.tree(array)["array"] for array in value.weights]
    layers = [[kind, dict(settings)] for kind, settings in value.layers]
    description = {
        "input_shape": value.input_shape,
        "layers": layers,
        "weights": weights,
        "dry": value.dry,
        "compiled": None if value.compiled is None else dict(value.compiled),
    }
    return {"given_model": description}


def generate(given: GivenData) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """Return the arrays `((x, y), (x_val, y_val))`: one drawing, cut in two."""
    from grader.train.data import load

    x, y = load(given.data, given.size + given.validation, given.seed, given.options)
    return (x[: given.size], y[: given.size]), (x[given.size :], y[given.size :])


class _Reader:
    """Drains a runner's two pipes, within bounds, so that it never waits for us."""

    def __init__(self, running: Running, limits: Limits) -> None:
        self.items: queue.Queue[tuple[dict[str, Any], bytes] | Outcome] = queue.Queue(MAX_WAITING)
        self._limits = limits
        self._kept = bytearray()
        self._left = limits.evidence
        self._closed = threading.Event()
        self._output = threading.Thread(target=self._drain, args=(running.output,), daemon=True)
        self._output.start()
        threading.Thread(target=self._frames, args=(running.evidence,), daemon=True).start()

    def close(self) -> None:
        """Let go of what nobody will take any more."""
        self._closed.set()

    def _put(self, item: tuple[dict[str, Any], bytes] | Outcome) -> None:
        """Have an item wait for its turn, until it has come or nobody listens."""
        while not self._closed.is_set():
            with contextlib.suppress(queue.Full):
                self.items.put(item, timeout=LOOK_SECONDS)
                return

    def printed(self) -> bytes:
        """Return what was printed, as far as it is kept; call after the runner's end."""
        self._output.join(0.5)
        return bytes(self._kept)

    def _drain(self, pipe: BinaryIO) -> None:
        total = 0
        with contextlib.suppress(OSError, ValueError), pipe:
            while chunk := pipe.read1(65536):  # type: ignore[attr-defined]
                total += len(chunk)
                self._kept += chunk[: max(0, self._limits.kept - len(self._kept))]
                if total > self._limits.printed:
                    time.sleep(0.1)  # the frames on their way say whose output it is
                    self._put(Outcome(stopped="output"))
                    return

    def _take(self, size: int) -> None:
        """Count some bytes. Raises FrameError where there is no room for them."""
        self._left -= size
        if self._left < 0:
            raise FrameError("more evidence than allowed")

    def _frames(self, pipe: BinaryIO) -> None:
        def read(count: int) -> bytes:
            self._take(count)
            return pipe.read(count)

        try:
            with pipe:
                while (frame := unpack(read)) is not None and not self._closed.is_set():
                    is_json = frame[0].get("kind") != "array"
                    self._take(FRAME_BYTES + is_json * JSON_SWELLS * len(frame[1]))
                    self._put(frame)
            self._put(Outcome(stopped="exited"))
        except FrameError as error:
            self._put(Outcome(stopped="malformed", detail=str(error)))
        except (OSError, ValueError):
            self._put(Outcome(stopped="exited"))
