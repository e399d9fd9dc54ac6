"""What a model was compiled with, read from its configuration: loss, optimiser, metrics.

Keras stores the arguments of `compile` beside the layers (`compile_config`). Nothing of them is
deserialised: names are looked up here, numbers are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.network import values as v
from grader.network.model import NetworkError, Setting

LOSSES = {
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "bce": "binary_crossentropy",
}
"""Keras's short names."""
OPTIMIZERS: Mapping[str, Mapping[str, v.Reader]] = {
    "SGD": {"momentum": v.between(0, 1), "nesterov": v.flag},
    "Adam": {"beta_1": v.between(0, 1), "beta_2": v.between(0, 1), "epsilon": v.between(0, 1)},
    "AdamW": {"beta_1": v.between(0, 1), "beta_2": v.between(0, 1), "epsilon": v.between(0, 1)},
    "Nadam": {"beta_1": v.between(0, 1), "beta_2": v.between(0, 1), "epsilon": v.between(0, 1)},
    "Adamax": {"beta_1": v.between(0, 1), "beta_2": v.between(0, 1), "epsilon": v.between(0, 1)},
    "RMSprop": {"rho": v.between(0, 1), "momentum": v.between(0, 1), "epsilon": v.between(0, 1)},
    "Adagrad": {"initial_accumulator_value": v.between(0, 1e6), "epsilon": v.between(0, 1)},
    "Adadelta": {"rho": v.between(0, 1), "epsilon": v.between(0, 1)},
    "Lion": {"beta_1": v.between(0, 1), "beta_2": v.between(0, 1)},
    "Ftrl": {},
    "Adafactor": {},
}
"""Keras's optimisers and those of their settings that matter here."""
SHARED: Mapping[str, v.Reader] = {
    "weight_decay": v.optional(v.between(0, 10)),
    "clipnorm": v.optional(v.between(0, 1e9)),
    "clipvalue": v.optional(v.between(0, 1e9)),
    "global_clipnorm": v.optional(v.between(0, 1e9)),
}


@dataclass(frozen=True)
class CompileSettings:
    """The arguments of one `model.compile`."""

    optimizer: str
    """Keras's class: `"Adam"`; empty for one that is not Keras's own."""
    rate: float | None
    """The learning rate at the first step, schedule or not; None where it cannot be read."""
    options: Mapping[str, Setting] = field(default_factory=dict)
    """Settings of the optimiser besides the rate."""
    loss: str = ""
    """In snake case: `"binary_crossentropy"`; empty where there is none, `"?"` for the student's
    own."""
    from_logits: bool = False
    metrics: tuple[str, ...] = ()
    """In snake case; the student's own are left out."""
    weighted_by_names: bool = False
    """Whether `loss_weights` holds words: metrics that stand in the third place of `compile`."""


def read_compiled(config: object) -> CompileSettings | None:
    """Return what a model was compiled with; None where it was not compiled.

    Args:
        config: as `read_network` takes it.

    Raises:
        NetworkError: `network.malformed` (part) for what Keras would not write.
    """
    found = config.get("compile_config") if isinstance(config, dict) else None
    if not isinstance(found, dict) or not found:
        return None
    name, rate, options = _optimizer(found.get("optimizer"))
    loss, from_logits = _loss(_only(found.get("loss")))
    return CompileSettings(
        name,
        rate,
        options,
        loss,
        from_logits,
        tuple(_metrics(found.get("metrics"))),
        "'" in v.shown(found.get("loss_weights")),
    )


def _optimizer(found: object) -> tuple[str, float | None, dict[str, Setting]]:
    config = found.get("config") if isinstance(found, dict) else None
    name = found.get("class_name") if isinstance(found, dict) else None
    if not isinstance(config, dict) or not isinstance(name, str) or name not in OPTIMIZERS:
        return "", None, {}
    readers = {**OPTIMIZERS[name], **SHARED}
    options = {key: _read(readers[key], config[key]) for key in readers if key in config}
    rate = config.get("learning_rate")
    if isinstance(rate, dict):
        settings = rate.get("config")
        start = settings.get("initial_learning_rate") if isinstance(settings, dict) else None
        return name, None if start is None else _rate(start), options
    return name, _rate(rate), options


def _rate(value: object) -> float:
    number = _read(v.number, value)
    assert isinstance(number, float)
    return number


def _read(reader: v.Reader, value: object) -> Setting:
    try:
        return reader(value)
    except ValueError:
        raise NetworkError("network.malformed", part="compile") from None


def _only(found: object) -> object:
    """Return the loss of the one output, where it is written as a list or by the output's name."""
    if isinstance(found, dict) and "class_name" not in found and len(found) == 1:
        return next(iter(found.values()))
    if isinstance(found, (list, tuple)) and len(found) == 1:
        return found[0]
    return found


def _loss(found: object) -> tuple[str, bool]:
    if found is None:
        return "", False
    config = found.get("config") if isinstance(found, dict) else None
    logits = isinstance(config, dict) and config.get("from_logits") is True
    name = _name(found)
    return LOSSES.get(name, name), logits


def _metrics(found: object) -> list[str]:
    if isinstance(found, dict):
        found = [*found.values()]
    if not isinstance(found, (list, tuple)):
        return []
    names = []
    for one in found:
        names += _metrics(one) if isinstance(one, (list, tuple)) else [_name(one)]
    return [name for name in names if name != "?"]


def _name(found: object) -> str:
    """Return a loss's or a metric's name in snake case, however it was given to Keras."""
    if isinstance(found, dict):
        named = found.get("config") if found.get("class_name") == "function" else None
        own = found.get("registered_name") not in (None, "function")
        found = "?" if own else named or found.get("class_name")
    if not isinstance(found, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,80}", found):
        return "?"
    if found.isupper():
        return found.lower()
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", found).lower()


def to_json(settings: CompileSettings) -> dict[str, object]:
    """Return settings as plain data."""
    return {
        "optimizer": settings.optimizer,
        "rate": settings.rate,
        "options": dict(settings.options),
        "loss": settings.loss,
        "from_logits": settings.from_logits,
        "metrics": list(settings.metrics),
    }
