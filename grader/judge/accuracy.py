"""Accuracy: the kit trains the student's network and holds the result against a calibrated bar."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from grader.judge.context import Answered, Context
from grader.judge.show import show_call
from grader.judge.trouble import trouble
from grader.kit import Kit
from grader.network import Network, NetworkError, read_network
from grader.reference import Reference
from grader.report.model import Finding
from grader.run.worker.frames import BuiltModel
from grader.spec import Accuracy
from grader.train.accuracy import Memory, Run, TrainingError, TrainingLimit, train
from grader.train.calibration import bar_of

Progress = Callable[[int, int], None]


class AccuracyJudge:
    """Judges the accuracy checks of one exercise. Shapes and layers have been judged before."""

    def __init__(
        self,
        kit: Kit,
        reference: Reference,
        *,
        full: bool = False,
        progress: Progress | None = None,
    ) -> None:
        self._kit = kit
        self._reference = reference
        self._full = full
        self._progress = progress
        self._memory = Memory(kit.root / ".grader" / "accuracy")

    def __call__(self, context: Context) -> Finding:
        """Train, and train again with two more seeds before a network is called too weak."""
        found = trouble(context)
        if found is not None:
            return found
        check = context.check
        assert isinstance(check, Accuracy)
        try:
            bar = bar_of(self._kit, context.task.id, check)
            return self._judge(context, check, bar)
        except TrainingLimit as limit:
            told: dict[str, Any] = limit.data
            return context.failed(limit.code, status="limit", **told)
        except (TrainingError, LookupError) as error:
            return context.failed("grader.error", status="error", why=str(error))
        except NetworkError as error:
            data: dict[str, Any] = {name: str(value) for name, value in error.data.items()}
            return context.failed(error.code, **data)

    def _judge(self, context: Context, check: Accuracy, bar: float) -> Finding:
        network = _network(context.answered[0])
        beside = next((a for a in context.everything if a.case.group == check.beside), None)
        tell = _Progress(self._progress, 2 if beside else 1)
        first_seed, *more = check.recipe.seeds
        with ThreadPoolExecutor(2) as pool:
            waiting = None
            if beside is not None and isinstance(beside.outcome.value, BuiltModel):
                waiting = pool.submit(self._train_beside, beside, check, tell)
            runs = [self._train(network, check, first_seed, tell)]
            comparison = _result_of(waiting)
        if runs[0].accuracy < bar or self._full:
            runs += [self._train(network, check, seed, None) for seed in more]
        return _verdict(context, bar, runs, beside, comparison)

    def _train_beside(self, beside: Answered, check: Accuracy, tell: _Progress) -> Run:
        return self._train(_network(beside), check, check.recipe.seeds[0], tell)

    def _train(
        self, network: Network, check: Accuracy, seed: int, progress: _Progress | None
    ) -> Run:
        own = progress.part() if progress is not None else None
        return train(network, check.recipe, seed, self._memory, own)


def _result_of(waiting: Future[Run] | None) -> Run | None:
    """Return the run of the network beside; what is wrong with that one costs nothing here."""
    if waiting is None:
        return None
    try:
        return waiting.result()
    except (TrainingLimit, TrainingError, NetworkError):
        return None


def _network(answered: Answered) -> Network:
    built = answered.outcome.value
    if not isinstance(built, BuiltModel):
        raise NetworkError("network.not_a_model", call="", found="", found_type="")
    return read_network(built.config)


def _verdict(
    context: Context, bar: float, runs: list[Run], beside: Answered | None, comparison: Run | None
) -> Finding:
    best = max(run.accuracy for run in runs)
    data: dict[str, Any] = {
        "accuracy": f"{best:.3f}",
        "first": f"{runs[0].accuracy:.3f}",
        "bar": f"{bar:.2f}",
        "runs": [run.accuracy for run in runs],
        "losses": list(runs[0].losses),
    }
    if beside is not None and comparison is not None:
        data["beside"] = f"{comparison.accuracy:.3f}"
        data["beside_call"] = show_call("", beside.case.arguments).strip("()")
    if best < bar:
        return context.failed("accuracy.low", **data)
    if runs[0].accuracy < bar:
        return context.passed("accuracy.unlucky", **data)
    return context.passed("accuracy.pass_beside" if "beside" in data else "accuracy.pass", **data)


class _Progress:
    """Adds the epochs of networks that are trained side by side."""

    def __init__(self, tell: Progress | None, parts: int) -> None:
        self._tell = tell
        self._parts = parts
        self._done: list[int] = []
        self._lock = threading.Lock()

    def part(self) -> Progress:
        with self._lock:
            number = len(self._done)
            self._done.append(0)

        def tell(done: int, steps: int) -> None:
            with self._lock:
                self._done[number] = done
                if self._tell is not None:
                    self._tell(sum(self._done), steps * self._parts)

        return tell
