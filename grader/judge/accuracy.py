"""Accuracy: the kit trains the student's network and holds the result against a calibrated bar."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from grader.judge.compare import plain
from grader.judge.context import Answered, Context
from grader.judge.repairs import pixel_table
from grader.judge.show import show, show_call
from grader.judge.trained import judge_trained
from grader.judge.trouble import trouble
from grader.judge.weakness import name_of_weakness
from grader.kit import Kit
from grader.network import Network, NetworkError, read_network, walk
from grader.network.compiled import read_compiled, to_json
from grader.reference import Reference
from grader.report.model import Finding
from grader.run.worker.frames import BuiltModel
from grader.spec import Accuracy, Trained
from grader.train.accuracy import Run, TrainingError, TrainingLimit, Trains, training_of
from grader.train.calibration import bar_named, bars_of
from grader.train.trainer import Extras

Progress = Callable[[int, int], None]
WORSE = 1.5
"""A first loss of so many times that of guessing says that something is wrong from the start."""


class AccuracyJudge:
    """Judges the accuracy checks of one exercise. Shapes and layers have been judged before."""

    def __init__(
        self,
        kit: Kit,
        reference: Reference,
        *,
        trains: Trains,
        full: bool = False,
        progress: Progress | None = None,
    ) -> None:
        self._kit = kit
        self._reference = reference
        self._trains = trains
        self._full = full
        self._progress = progress

    def __call__(self, context: Context) -> Finding:
        """Train, and train again with two more seeds before a network is called too weak."""
        found = trouble(context)
        if found is not None:
            return found
        check = context.check
        try:
            if isinstance(check, Trained):
                return judge_trained(context, bar_named(self._kit, check.bar_of))
            assert isinstance(check, Accuracy)
            finding = self._judge(context, check, bars_of(self._kit, context.task.id, check))
            return _beside_prediction(context, check, finding)
        except TrainingLimit as limit:
            told: dict[str, Any] = limit.data
            return context.failed(limit.code, status="limit", **told)
        except (TrainingError, LookupError) as error:
            return context.failed("grader.error", status="error", why=str(error))
        except NetworkError as error:
            data: dict[str, Any] = {name: str(value) for name, value in error.data.items()}
            return context.failed(error.code, **data)

    def on_other_data(self, context: Context, data: str) -> Finding:
        """Train a network that passed on a public set; a remark says what it reaches there."""
        check = context.check
        assert isinstance(check, Accuracy)
        recipe = replace(check.recipe, data=data, train_options={}, test_options={}, also=())
        told: dict[str, Any] = {"data": data}
        try:
            network, extras = _network(context.answered[0]), _extras(context, check)
            seed = recipe.seeds[0]
            run = self._trains(training_of(network, recipe, seed, extras), None)
        except TrainingLimit as limit:
            return Finding("remark", "pass", limit.code, 0.0, 0.0, limit.data)
        except TrainingError as error:
            why = str(error).strip().rpartition("\n")[2].removeprefix("OSError: ")
            return Finding("remark", "pass", "accuracy.no_data", 0.0, 0.0, {**told, "why": why})
        told["accuracy"] = f"{run.accuracy:.3f}"
        return Finding("remark", "pass", "accuracy.other_data", 0.0, 0.0, told)

    def _judge(self, context: Context, check: Accuracy, bars: Sequence[float]) -> Finding:
        network = _network(context.answered[0])
        extras = _extras(context, check)
        if extras is None:
            return context.failed("compiled.optimizer")
        beside = next((a for a in context.everything if a.case.group == check.beside), None)
        tell = _Progress(self._progress, 2 if beside else 1)
        first_seed, *more = check.recipe.seeds
        with ThreadPoolExecutor(2) as pool:
            waiting = None
            if beside is not None and isinstance(beside.outcome.value, BuiltModel):
                waiting = pool.submit(self._train_beside, beside, check, tell)
            runs = [self._train(network, check, first_seed, tell, extras)]
            comparison = _result_of(waiting)
        if runs[0].accuracy < bars[0] or self._full:
            runs += [self._train(network, check, seed, None, extras) for seed in more]
        return _verdict(context, bars, runs, beside, comparison)

    def _train_beside(self, beside: Answered, check: Accuracy, tell: _Progress) -> Run:
        return self._train(_network(beside), check, check.recipe.seeds[0], tell, Extras())

    def _train(
        self,
        network: Network,
        check: Accuracy,
        seed: int,
        progress: _Progress | None,
        extras: Extras,
    ) -> Run:
        own = progress.part() if progress is not None else None
        return self._trains(training_of(network, check.recipe, seed, extras), own)


def _extras(context: Context, check: Accuracy) -> Extras | None:
    built = context.answered[0].outcome.value
    assert isinstance(built, BuiltModel)
    return extras_of(check, built, context.others)


def extras_of(
    check: Accuracy, built: BuiltModel, others: Mapping[str, Sequence[Answered]]
) -> Extras | None:
    """Return what a submission brings to a training besides its network.

    `others` holds the evidence of the task that says what becomes of the pixels. None where the
    optimiser is none of Keras's own, or its rate cannot be read.
    """
    optimizer = None
    if check.compiled:
        settings = read_compiled(built.config)
        if settings is None or not settings.optimizer or settings.rate is None:
            return None
        optimizer = to_json(settings)
    if not check.pixels:
        return Extras(optimizer)
    asked = others[check.pixels]
    table = pixel_table((one.case.arguments, one.outcome.value) for one in asked)
    return Extras(optimizer, table)


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
    context: Context,
    bars: Sequence[float],
    runs: list[Run],
    beside: Answered | None,
    comparison: Run | None,
) -> Finding:
    best = max(run.accuracy for run in runs)
    bar = bars[0]
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
        return _too_weak(context, runs[0], data)
    if len(bars) > 1:
        return _tier(context, bars, best, data)
    if runs[0].accuracy < bar:
        return context.passed("accuracy.unlucky", **data)
    return context.passed("accuracy.pass_beside" if "beside" in data else "accuracy.pass", **data)


_SAID = {"accuracy.pass": "accuracy.said", "accuracy.pass_beside": "accuracy.said_beside"}


def _beside_prediction(context: Context, check: Accuracy, finding: Finding) -> Finding:
    """Set what the learner committed beside what was reached."""
    if not check.after or finding.code not in _SAID:
        return finding
    said = plain(context.others[check.after][0].outcome.value[check.entry])
    told = {"said": f"{said:.2f}", "entry": show(check.entry)}
    return replace(finding, code=_SAID[finding.code], data={**finding.data, **told})


def _too_weak(context: Context, run: Run, data: dict[str, Any]) -> Finding:
    """Say what speaks for a reason: the network's form, or a first loss worse than guessing."""
    assert isinstance(context.check, Accuracy)
    network = _network(context.answered[0])
    name = name_of_weakness(network, context.check.recipe)
    classes = walk(network)[network.output].shape[-1] or 1
    guess = math.log(max(classes, 2))  # of one unit: yes or no
    data["exercise"] = context.task.id.partition(".")[0]
    if run.start is None or run.start < WORSE * guess:
        return context.failed("accuracy.low", mistake=name, **data)
    data |= {"start": f"{run.start:.2f}", "classes": max(classes, 2), "guess": f"{guess:.2f}"}
    return context.failed("accuracy.low_start", mistake=name, **data)


def _tier(context: Context, bars: Sequence[float], best: float, data: Mapping[str, Any]) -> Finding:
    """Return a pass with the share of the points that the reached tier earns."""
    reached = sum(best >= bar for bar in bars)
    data = {**data, "tier": reached, "tiers": len(bars), "bars": [f"{bar:.2f}" for bar in bars]}
    if reached == len(bars):
        return context.passed("accuracy.top_tier", **data)
    found = context.passed("accuracy.tier", next=f"{bars[reached]:.2f}", **data)
    return replace(found, points=found.max_points * reached / len(bars))


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
