"""The models that the kit hands to students' functions, computed without Keras."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.network import Network, read_network
from grader.network.evaluate import forward
from grader.spec import GivenModel


@dataclass(frozen=True)
class Given:
    """A given model as a mistaken function sees it: called with arrays, or counted."""

    network: Network
    weights: Mapping[str, Any]

    def __call__(self, x: Any) -> Any:
        """Return what the model computes of arrays (N, H, W, C)."""
        return forward(self.network, self.weights, np.asarray(x, np.float32))


def as_function(given: GivenModel) -> Given:
    """Return a given model as something to call or to count."""
    layers: list[dict[str, Any]] = [
        _entry("InputLayer", "input", batch_shape=[None, *given.input_shape])
    ]
    for index, (kind, settings) in enumerate(given.layers):
        layers.append(_entry(kind, f"layer_{index}", **settings))
    config = {
        "module": "keras",
        "class_name": "Sequential",
        "registered_name": None,
        "config": {"name": "given", "layers": layers},
    }
    network = read_network(config)
    return Given(network, _by_layer(given))


def _entry(kind: str, name: str, **settings: Any) -> dict[str, Any]:
    return {
        "module": "keras.layers",
        "class_name": kind,
        "registered_name": None,
        "config": {"name": name, **settings},
    }


def _by_layer(given: GivenModel) -> dict[str, list[Any]]:
    """Hand out the flat list of weights: kernels and biases to the convolutions, in order."""
    left = list(given.weights)
    weights: dict[str, list[Any]] = {}
    for index, (kind, settings) in enumerate(given.layers):
        if kind in ("Conv2D", "DepthwiseConv2D", "Dense"):
            count = 2 if settings.get("use_bias", True) else 1
            weights[f"layer_{index}"], left = left[:count], left[count:]
    return weights
