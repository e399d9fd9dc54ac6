"""From a network as data to a Keras model, by calling constructors: nothing is deserialised."""

from __future__ import annotations

from typing import Any

import keras

from grader.network import Layer, Network

MERGES = frozenset(("Add", "Subtract", "Multiply", "Average", "Maximum", "Concatenate"))
ACTIVATIONS = {"relu": "ReLU", "leaky_relu": "LeakyReLU", "softmax": "Softmax"}
"""Those that have settings of their own, and the layers that take them."""


def to_keras(network: Network) -> Any:
    """Return an untrained Keras model of a canonical network.

    Raises ValueError for a kind that no accuracy check trains.
    """
    tensors: list[Any] = []
    made: dict[str, Any] = {}
    for layer in network.layers:
        tensors.append(_tensor(layer, [tensors[i] for i in layer.inputs], made))
    return keras.Model(tensors[0], tensors[network.output])


def _tensor(layer: Layer, inputs: list[Any], made: dict[str, Any]) -> Any:
    if layer.kind == "Input":
        return keras.Input(layer.get("shape"))
    built = made.get(layer.weights_of) if layer.weights_of else None
    if built is None:
        built = _construct(layer)
        if layer.weights_of:
            made[layer.weights_of] = built
    return built(inputs if layer.kind in MERGES else inputs[0])


def _construct(layer: Layer) -> Any:
    settings: dict[str, Any] = dict(layer.settings)
    kind = layer.kind
    if kind == "Activation":
        function = settings.pop("function")
        if not settings:
            return keras.layers.Activation(function)
        kind = ACTIVATIONS[function]
    if kind == "GetItem":
        parts = [... if part == "..." else slice(*part) for part in settings["slices"]]
        return lambda x: x[(slice(None), *parts)]
    if kind == "Pad":
        return lambda x: keras.ops.pad(x, ((0, 0), *settings["padding"]))
    constructor = getattr(keras.layers, kind, None)
    if constructor is None:
        raise ValueError(f"no accuracy check trains a {layer.kind}")
    return constructor(**settings)
