"""The canonical form for a reader: an activation shown with the layer that it follows."""

from __future__ import annotations

from collections import Counter

from grader.network.activations import LEAKY_SLOPE
from grader.network.model import Layer, Network, Setting
from grader.network.schema import SCHEMA, WEIGHTED


def folded(network: Network) -> Network:
    """Return a canonical network with `activation=...` back in the layers that can have it.

    The result is a network like any other: it can be walked, described and made canonical again.
    """
    takes = _activations(network)
    place: dict[int, int] = {}
    layers: list[Layer] = []
    for position, layer in enumerate(network.layers):
        if position in takes.values():
            place[position] = place[layer.inputs[0]]
            continue
        place[position] = len(layers)
        activation = takes.get(position)
        layers.append(_moved(layer, place, activation and network.layers[activation]))
    return Network(tuple(layers), place[network.output])


def _activations(network: Network) -> dict[int, int]:
    """Return, for each layer that takes its activation in, the position of that activation."""
    readers = Counter(i for layer in network.layers for i in layer.inputs)
    readers[network.output] += 1
    takes: dict[int, int] = {}
    for position, layer in enumerate(network.layers):
        if layer.kind != "Activation" or _as_word(layer) is None:
            continue
        source = layer.inputs[0]
        kind = network.layers[source].kind
        if kind in WEIGHTED and "activation" in SCHEMA[kind] and readers[source] == 1:
            takes[source] = position
    return takes


def _as_word(layer: Layer) -> Setting:
    """Return the name of an activation without settings of its own, else `None`."""
    own = {key: value for key, value in layer.settings if key != "function"}
    function = layer.get("function")
    if not own or (function in ("softmax", "log_softmax") and own == {"axis": -1}):
        return function
    if function == "leaky_relu" and own == {"negative_slope": LEAKY_SLOPE}:
        return function
    return None


def _moved(layer: Layer, place: dict[int, int], activation: Layer | int | None) -> Layer:
    settings = dict(layer.settings)
    if isinstance(activation, Layer):
        settings["activation"] = activation.get("function")
    shares = settings.get("shares")
    if isinstance(shares, int):
        settings["shares"] = place[shares]
    inputs = tuple(place[i] for i in layer.inputs)
    return Layer(layer.kind, tuple(sorted(settings.items())), inputs, layer.name, layer.weights_of)
