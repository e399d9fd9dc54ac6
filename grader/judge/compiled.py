"""What a model was compiled with: the loss fits labels and head, the optimiser can learn."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from grader.judge.context import Answered, Context
from grader.judge.pairs import judge_model
from grader.network import Network, canonical
from grader.network.compiled import CompileSettings, read_compiled
from grader.report.model import Finding
from grader.run.worker.frames import BuiltModel
from grader.spec import Compiled

LOSS_FOR = {
    "integers": "sparse_categorical_crossentropy",
    "one_hot": "categorical_crossentropy",
    "binary": "binary_crossentropy",
}
HEAD_FOR = {"integers": "softmax", "one_hot": "softmax", "binary": "sigmoid"}
LOSSES = frozenset(LOSS_FOR.values()) | {
    "binary_focal_crossentropy",
    "categorical_focal_crossentropy",
}
"""Those of Keras's losses that are called much like one that is asked for."""
ACCURACIES = {
    "integers": frozenset(("sparse_categorical_accuracy", "sparse_top_k_categorical_accuracy")),
    "one_hot": frozenset(("categorical_accuracy", "top_k_categorical_accuracy")),
    "binary": frozenset(("binary_accuracy",)),
}
"""What measures an accuracy, by what one label looks like."""
FOR_ANY = frozenset(("accuracy", "acc"))
"""Keras makes the one that fits of them, by the shapes of labels and outputs."""
ALIKE = 0.8
"""So much alike is a name that is spelt wrong."""
HINT = 2
_RATE = re.compile(r"`learning_rate` should be float\b.* learning_rate=(-?\d{1,9})$", re.DOTALL)


def judge_compiled(context: Context) -> Finding:
    """Judge the settings of `compile` against the labels and the network's own head."""
    return _whole_rate(context) or judge_model(context, _judge)


def _whole_rate(context: Context) -> Finding | None:
    """Return the finding for a learning rate of 1 or 10, which Keras refuses for its type alone."""
    error = context.answered[0].outcome.error
    found = _RATE.search(error.message) if error is not None else None
    if error is None or error.kind != "raised" or found is None:
        return None
    settings = CompileSettings("", float(found[1]))
    assert isinstance(context.check, Compiled)
    return _rate_out_of_bounds(context, context.check, settings, error.line)


def _judge(context: Context, answered: Answered, built: BuiltModel, network: Network) -> Finding:
    check = context.check
    assert isinstance(check, Compiled)
    if check.in_place and not built.given:
        return context.failed("compiled.other_model")
    settings = read_compiled(built.config)
    if settings is None:
        return context.failed("compiled.not")
    if settings.weighted_by_names and not settings.metrics:
        return _named(context, "metric_as_loss_weight", "compiled.no_metric")
    return (
        _loss_fault(context, check, settings)
        or _head_fault(context, check, settings, head_of(network))
        or _rate_fault(context, check, settings)
        or _metric_fault(context, check, settings)
        or context.passed()
    )


def head_of(network: Network) -> str:
    """Return the function of the last layer: `"softmax"`; `"linear"` where it has none."""
    plain = canonical(network)
    last = plain.layers[plain.output]
    return str(last.get("function")) if last.kind == "Activation" else "linear"


def _loss_fault(context: Context, check: Compiled, settings: CompileSettings) -> Finding | None:
    expected, found = LOSS_FOR[check.labels], settings.loss
    if found == expected:
        return None
    data: dict[str, Any] = {"loss": found, "labels": check.labels}
    if not found:
        return context.failed("compiled.no_loss", **data)
    if found in LOSS_FOR.values():
        return _named(context, "loss_for_other_labels", "compiled.loss", **data)
    if found == "mean_squared_error":
        return _named(context, "squared_error", "compiled.loss", **data)
    if found not in LOSSES and get_close_matches(found, LOSSES, 1, ALIKE):
        return context.failed("compiled.unknown_loss", loss=found)
    return context.failed("compiled.loss", **data)


def _head_fault(
    context: Context, check: Compiled, settings: CompileSettings, head: str
) -> Finding | None:
    data: dict[str, Any] = {"head": head, "from_logits": settings.from_logits}
    if head == HEAD_FOR[check.labels]:
        if settings.from_logits:
            return _named(context, "softmax_twice", "compiled.head", **data)
        return None
    if head == "linear":
        if settings.from_logits:
            return None
        return _named(context, "logits_not_told", "compiled.head", **data)
    if head == "relu":
        return _named(context, "relu_on_output", "compiled.head", **data)
    return context.failed("compiled.head", **data)


def _rate_fault(context: Context, check: Compiled, settings: CompileSettings) -> Finding | None:
    if not settings.optimizer:
        return context.failed("compiled.optimizer")
    return _rate_out_of_bounds(context, check, settings)


def _rate_out_of_bounds(
    context: Context, check: Compiled, settings: CompileSettings, line: int | None = None
) -> Finding | None:
    low, high = check.rates
    if settings.rate is None or low * 0.999 <= settings.rate <= high * 1.001:  # float32 in Keras
        return None
    name = "rate_too_low" if settings.rate < low else "rate_too_high"
    return _named(context, name, "compiled.rate", line, rate=f"{settings.rate:.3g}")


def _metric_fault(context: Context, check: Compiled, settings: CompileSettings) -> Finding | None:
    """Say where no accuracy is measured: none is asked for, one for other labels, or none by that
    name.
    """
    if not check.metric or (ACCURACIES[check.labels] | FOR_ANY) & {*settings.metrics}:
        return None
    known = FOR_ANY.union(*ACCURACIES.values())
    for name in settings.metrics:
        if name in known:
            return _named(context, "metric_for_other_labels", "compiled.metric", metric=name)
        if get_close_matches(name, known, 1, ALIKE):
            return context.failed("compiled.unknown_metric", metric=name)
    return context.failed("compiled.no_metric")


def _named(
    context: Context, mistake: str, code: str, line: int | None = None, **data: Any
) -> Finding:
    return context.failed(code, mistake=(mistake, HINT), line=line, **data)
