"""Handing a class's work to workers: each item once, each distinct training once, nothing lost.

An item in which networks are trained goes three ways: its code is run, what it answered is judged,
and where that asks for trainings it waits until each of them has been done for whoever asked first.
What the code answered stays with the workers meanwhile.
"""

from __future__ import annotations

import contextlib
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.classroom import work
from grader.classroom.model import Graded
from grader.classroom.work import Item, Judged, Settings
from grader.train.accuracy import Run, Training

if TYPE_CHECKING:
    from distributed import Client, Future

TRIES = 3
"""So often an item that ended its worker is tried; the last time alone."""
AHEAD = 2
"""So many items are with the workers for each that they can work on."""
MAX_WAITING = 500
"""So many items may wait for trainings before no other is begun."""
NEW, JUDGED_AGAIN, TRAINED = 0, 5, 10
"""Which of the tasks that wait comes first: trainings, since others wait for them."""


@dataclass(frozen=True)
class Hands:
    """What workers do, as functions that they can import."""

    grade: Callable[[Settings, Item], Judged] = work.grade
    collect: Callable[[Settings, Item], Any] = work.collect
    judge: Callable[[Settings, Any, dict[str, Run | str]], Judged] = work.judge
    train: Callable[[Settings, Training], Run | str] = work.train


@dataclass
class Job:
    """One item on its way."""

    number: int
    """Its own, by which it is loaded and told of."""
    trains: bool
    """Whether a network of it may have to be trained."""
    tries: int = 0
    collected: Future | None = None
    runs: dict[str, Run | str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    """Keys of the trainings that it waits for."""


class WorkerEnded(Exception):
    """An item ended its worker each time that it was tried."""


Load = Callable[[int], Item]
Tell = Callable[[int, "Graded | Exception"], None]


class Schedule:
    """One run of many items through the workers of one client."""

    def __init__(
        self, client: Client, settings: Settings, load: Load, tell: Tell, hands: Hands | None = None
    ) -> None:
        from distributed import as_completed

        self._client = client
        self._completed = as_completed(loop=client.loop, raise_errors=False)
        self._settings = settings
        self._load = load
        self._tell = tell
        self._hands = hands or Hands()
        self._name = uuid.uuid4().hex[:8]
        self._steps: dict[str, Callable[[Future], None]] = {}
        self._inside = 0
        self._runs: dict[str, Run | str] = {}
        self._asked: dict[str, list[Job]] = {}
        self._retries: deque[Job] = deque()
        self._alone: deque[Job] = deque()
        self._numbers = iter(range(1 << 62))

    def run(self, jobs: Iterator[Job]) -> None:
        """Have all jobs done. Raises KeyboardInterrupt as it comes; what was told is told."""
        try:
            self._all(jobs)
        finally:
            futures = list(self._completed.futures)
            self._client.cancel(futures)

    def training(self, training: Training) -> None:
        """Ask for a training that no item has asked for; its run is in `runs` afterwards."""
        self._ask(training, None)

    @property
    def runs(self) -> dict[str, Run | str]:
        """What is known of trainings, by key."""
        return self._runs

    def _all(self, jobs: Iterator[Job]) -> None:
        room = self._room()
        done = 0
        while True:
            self._fill(jobs, room)
            future = next(self._completed, None)
            if future is None:
                return
            self._steps.pop(future.key)(future)
            done += 1
            if done % 100 == 0:
                room = self._room()

    def _room(self) -> int:
        """Return how many items may be with the workers at a time."""
        threads: int = sum(self._client.nthreads().values())
        return AHEAD * max(1, threads)

    def _fill(self, jobs: Iterator[Job], room: int) -> None:
        """Begin as many jobs as there is room for; the suspects come last, one at a time."""
        while self._inside < room and self._held() < MAX_WAITING:
            job = self._retries.popleft() if self._retries else next(jobs, None)
            if job is None:
                break
            self._begin(job)
        if self._alone and not self._steps:
            self._begin(self._alone.popleft())

    def _held(self) -> int:
        return sum(map(len, self._asked.values()))

    def _begin(self, job: Job) -> None:
        job.tries += 1
        self._inside += 1
        try:
            item = self._load(job.number)
        except Exception as error:
            self._end(job, error)
            return
        if not job.trains:
            self._submit(NEW, self._hands.grade, (item,), lambda f: self._judged(job, f))
            return
        key = self._key("collect")
        job.collected = self._client.submit(
            self._hands.collect, self._settings, item, key=key, priority=NEW, pure=False
        )
        self._judge(job, NEW)

    def _judge(self, job: Job, priority: int) -> None:
        arguments = (job.collected, dict(job.runs))
        self._submit(priority, self._hands.judge, arguments, lambda f: self._judged(job, f))

    def _judged(self, job: Job, future: Future) -> None:
        judged, error = _result_of(future)
        if error is not None:
            self._failed(job, error)
            return
        assert isinstance(judged, Judged)
        if judged.graded is not None:
            self._end(job, judged.graded)
            return
        self._inside -= 1
        job.missing = {training.key for training in judged.wanted}
        for training in judged.wanted:
            self._ask(training, job)

    def _ask(self, training: Training, job: Job | None) -> None:
        """Have a training done, once, whoever asks for it."""
        key = training.key
        if key in self._runs:
            self._arrived(key, [job] if job is not None else [])
            return
        known = key in self._asked
        self._asked.setdefault(key, []).extend([job] if job is not None else [])
        if not known:
            self._train(training, 1)

    def _train(self, training: Training, tries: int) -> None:
        def trained(future: Future) -> None:
            run, error = _result_of(future)
            if error is None:
                self._runs[training.key] = run
            elif _worker_died(error) and tries < TRIES:
                self._train(training, tries + 1)
                return
            else:
                self._runs[training.key] = f"{type(error).__name__}: {error}"
            self._arrived(training.key, self._asked.pop(training.key))

        self._submit(TRAINED, self._hands.train, (training,), trained)

    def _arrived(self, key: str, jobs: list[Job]) -> None:
        for job in jobs:
            job.runs[key] = self._runs[key]
            job.missing.discard(key)
            if not job.missing:
                self._inside += 1
                self._judge(job, JUDGED_AGAIN)

    def _failed(self, job: Job, error: Exception) -> None:
        if not _worker_died(error):
            self._end(job, error)
            return
        if job.tries >= TRIES:
            ended = WorkerEnded(f"it ended its worker {TRIES} times")
            self._end(job, error if isinstance(error, Lost) else ended)
            return
        self._inside -= 1
        job.collected = None
        last = job.tries + 1 == TRIES
        (self._alone if last else self._retries).append(job)

    def _end(self, job: Job, outcome: Graded | Exception) -> None:
        self._inside -= 1
        job.collected = None
        self._tell(job.number, outcome)

    def _submit(
        self,
        priority: int,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        then: Callable[[Future], None],
    ) -> None:
        key = self._key(function.__name__)
        future = self._client.submit(
            function, self._settings, *arguments, key=key, priority=priority, pure=False
        )
        self._steps[future.key] = then
        self._completed.add(future)

    def _key(self, name: str) -> str:
        return f"{name}-{self._name}-{next(self._numbers)}"


class Lost(Exception):
    """A result that went with the worker that held it: whose item it was is not to blame."""


def _result_of(future: Future) -> tuple[Any, Exception | None]:
    """Return what came of a future, or why nothing did."""
    if future.status == "error":
        return None, future.exception()
    if future.status == "finished":
        with contextlib.suppress(Exception):  # its worker died before it could be asked for it
            return future.result(), None
    return None, Lost(f"the scheduler has lost it ({future.status})")


def _worker_died(error: Exception) -> bool:
    from distributed.scheduler import KilledWorker

    return isinstance(error, (KilledWorker, Lost))
