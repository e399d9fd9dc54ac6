"""From a network as data to a Keras model, by calling constructors: nothing is deserialised."""

from __future__ import annotations

from typing import Any

import keras

from grader.network import Layer, Network

MERGES = frozenset(("Add", "Subtract", "Multiply", "Average", "Maximum", "Concatenate"))


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
    settings = dict(layer.settings)
    if layer.kind == "Activation":
        return keras.layers.Activation(settings["function"])
    constructor = getattr(keras.layers, layer.kind, None)
    if constructor is None:
        raise ValueError(f"no accuracy check trains a {layer.kind}")
    return constructor(**settings)
