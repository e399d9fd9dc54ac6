"""Why a network that was trained stays below the bar, as far as its form says so."""

from __future__ import annotations

import math

from grader.judge.context import Name
from grader.network import Network, canonical
from grader.network.model import Setting
from grader.spec import Recipe

STALE = 0.05
"""The share of a moving average that may still be what it began with after a training."""
HINT = 2


def name_of_weakness(network: Network, recipe: Recipe) -> Name | None:
    """Return the one known reason in a network's form; None where there is none, or several."""
    plain = canonical(network, keep_momentum=True)
    seen = {
        "activation_missing": convolves_in_vain(plain),
        "relu_on_output": _ends_in_relu(plain),
        "stale_statistics": _is_stale(plain, recipe),
    }
    found = [name for name, holds in seen.items() if holds]
    return Name(found[0], HINT) if len(found) == 1 else None


def convolves_in_vain(network: Network) -> bool:
    """Whether several convolutions follow each other with no nonlinearity in the whole network."""
    kinds = [layer.kind for layer in network.layers]
    bent = [layer for layer in network.layers if layer.get("function") not in (None, "softmax")]
    return kinds.count("Conv2D") > 1 and not bent and "MaxPooling2D" not in kinds


def _ends_in_relu(network: Network) -> bool:
    """Whether the scores of the classes cannot be negative."""
    last = network.layers[network.output]
    if last.get("function") == "softmax":
        last = network.layers[last.inputs[0]]
    return last.get("function") == "relu"


def _is_stale(network: Network, recipe: Recipe) -> bool:
    """Whether batch normalisation still uses much of what its averages began with.

    After n steps an average keeps momentum^n of its first value (Ioffe and Szegedy, 2015).
    """
    steps = recipe.epochs * math.ceil(recipe.train_size / recipe.batch_size)
    momenta = [_number(layer.get("momentum")) for layer in network.layers]
    return any(momentum is not None and momentum**steps > STALE for momentum in momenta)


def _number(value: Setting) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None
