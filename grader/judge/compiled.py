"""What a model was compiled with: the loss fits labels and head, the optimiser can learn."""

from __future__ import annotations

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
HINT = 2


def judge_compiled(context: Context) -> Finding:
    """Judge the settings of `compile` against the labels and the network's own head."""
    return judge_model(context, _judge)


def _judge(context: Context, answered: Answered, built: BuiltModel, network: Network) -> Finding:
    check = context.check
    assert isinstance(check, Compiled)
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
    low, high = check.rates
    if not settings.optimizer:
        return context.failed("compiled.optimizer")
    if settings.rate is None or low * 0.999 <= settings.rate <= high * 1.001:  # float32 in Keras
        return None
    name = "rate_too_low" if settings.rate < low else "rate_too_high"
    return _named(context, name, "compiled.rate", rate=f"{settings.rate:.3g}")


def _metric_fault(context: Context, check: Compiled, settings: CompileSettings) -> Finding | None:
    if not check.metric or any("acc" in name for name in settings.metrics):
        return None
    return context.failed("compiled.no_metric")


def _named(context: Context, mistake: str, code: str, **data: Any) -> Finding:
    return context.failed(code, mistake=(mistake, HINT), **data)
