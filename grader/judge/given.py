"""The models that the kit hands to students' functions, computed without Keras."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.network import read_network
from grader.network.evaluate import forward
from grader.spec import GivenModel


def as_function(given: GivenModel) -> Callable[[Any], Any]:
    """Return what a given model computes, as a function of arrays (N, H, W, C)."""
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
    weights = _by_layer(given)
    return lambda x: forward(network, weights, np.asarray(x, np.float32))


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
