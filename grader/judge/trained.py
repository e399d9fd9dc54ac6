"""A model that the student's own function trained: its History, and what it predicts now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.judge.context import Context
from grader.judge.trouble import trouble
from grader.network import NetworkError, read_network
from grader.network.evaluate import MAX_WORK, forward, work_of
from grader.report.model import Finding
from grader.run.worker.frames import BuiltModel, FrameError
from grader.spec import GivenData, Trained
from grader.train.data import load_test

HINT = 2
BATCH = 100
LEARNED = frozenset(("training", "validation", "both", "other"))
WATCHED = frozenset(("validation", "training", "part", "nothing", "other"))
"""What the runner says of the calls of `fit`; see `grader.run.worker.fits`."""
WATCHED_OTHERWISE = {
    "training": "remark.watched_training",
    "part": "remark.watched_part",
    "nothing": "remark.watched_nothing",
}


def judge_trained(context: Context, bar: float) -> Finding:
    """Judge what came back from training; hidden pictures are predicted here, without Keras."""
    found = trouble(context)
    if found is not None:
        return found
    check = context.check
    assert isinstance(check, Trained)
    for answered in context.answered:
        came = answered.outcome.value
        if not isinstance(came, Mapping) or not isinstance(came.get("model"), BuiltModel):
            raise FrameError("a training that brought no model back")
        taught_otherwise(came)
        finding = _form_fault(context, check, came)
        if finding is not None:
            return finding
        data = answered.case.arguments["data"]
        assert isinstance(data, GivenData)
        try:
            accuracy = _accuracy(came["model"], data, check.test, context.seed)
        except NetworkError as error:
            why: dict[str, Any] = {key: str(value) for key, value in error.data.items()}
            return context.failed(error.code, **why)
        told: dict[str, Any] = {"accuracy": f"{accuracy:.3f}", "bar": f"{bar:.2f}"}
        if accuracy >= bar:
            return context.passed("trained.pass", **told)
        if not came.get("moved"):
            return context.failed("trained.untouched", mistake=("not_trained", HINT), **told)
        return context.failed("trained.low", **told)
    raise FrameError("no training came back")


def _form_fault(context: Context, check: Trained, came: Mapping[Any, Any]) -> Finding | None:
    epochs = came.get("epochs")
    if type(epochs) is not int:
        returned = str(came.get("returned"))[:80]
        named = ("returns_no_history", HINT)
        return context.failed("trained.no_history", mistake=named, found=returned)
    if epochs < check.epochs:
        named = ("too_few_epochs", HINT)
        told: dict[str, Any] = {"epochs": epochs, "least": check.epochs}
        if came["fits"] < 2:
            return context.failed("trained.short", mistake=named, **told)
        return context.failed("trained.short_of_many", mistake=named, fits=came["fits"], **told)
    return None


def taught_otherwise(came: Mapping[Any, Any]) -> str | None:
    """Return the code of the remark on how `fit` was called; None where there is nothing to tell.

    Raises:
        FrameError: for what no runner says.
    """
    learned, watched = _words(came.get("learned"), LEARNED), _words(came.get("watched"), WATCHED)
    fits = came.get("fits")
    if type(fits) is not int or fits < 0 or bool(fits) != bool(learned and watched):
        raise FrameError("calls of fit of unknown form")
    if learned & {"validation", "both"}:
        return "remark.learned_validation"
    if not watched or watched & {"validation", "other"}:
        return None
    return next(code for word, code in WATCHED_OTHERWISE.items() if word in watched)


def _words(found: object, known: frozenset[str]) -> set[str]:
    if not isinstance(found, list) or not all(one in known for one in map(str, found)):
        raise FrameError("calls of fit of unknown form")
    return set(found)


def _accuracy(model: BuiltModel, data: GivenData, test: int, seed: int) -> float:
    """Return the share of hidden pictures that the model gets right with the weights it has now."""
    x, y = load_test(data.data, test, seed, data.options)
    network = read_network(model.config)
    work = work_of(network, (BATCH, *x.shape[1:]))
    if work > MAX_WORK:  # any network may come back, and this is not the trainer
        raise NetworkError("outputs.too_much", work=f"{work:,}", most=f"{MAX_WORK:,}")
    with np.errstate(all="ignore"):
        parts = [x[first : first + BATCH] for first in range(0, len(x), BATCH)]
        out = np.concatenate([forward(network, model.weights or {}, part) for part in parts])
    chosen = out[:, 0] > 0.5 if out.shape[-1] == 1 else out.argmax(axis=-1)
    return float((chosen == y.astype(np.int64)).mean())
