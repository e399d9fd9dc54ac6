"""Ways to get from Keras to a `Network` in the tests."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras

from grader.network import Layer, Network, read_network

Tensor = Any


def config_of(model: keras.Model) -> dict[str, Any]:
    """Return a model's configuration as the runner sends it."""
    return json.loads(model.to_json())


def read(model: keras.Model) -> Network:
    """Return a Keras model as a network."""
    return read_network(config_of(model))


def sequential(*layers: Any, shape: tuple[int | None, ...] = (8, 8, 4)) -> Network:
    """Return the network of a Sequential model."""
    with weightless():
        return read(keras.Sequential([keras.Input(shape), *layers]))


def functional(
    build: Callable[[Tensor], Tensor], shape: tuple[int | None, ...] = (8, 8, 4)
) -> Network:
    """Return the network of a Functional model."""
    with weightless():
        x = keras.Input(shape)
        return read(keras.Model(x, build(x)))


@contextmanager
def weightless() -> Iterator[None]:
    """Build models without allocating a weight."""
    with keras.StatelessScope(initialize_variables=False):
        yield


def sequential_config(shape: tuple[int | None, ...], *layers: Any) -> dict[str, Any]:
    """Return what Keras would write for a Sequential model, without building one."""
    first = {
        "module": "keras.layers",
        "class_name": "InputLayer",
        "config": {"batch_shape": [None, *shape], "name": "input"},
        "registered_name": None,
    }
    rest = [json.loads(json.dumps(keras.saving.serialize_keras_object(each))) for each in layers]
    return {
        "module": "keras",
        "class_name": "Sequential",
        "config": {"name": "sequential", "layers": [first, *rest]},
        "registered_name": None,
    }


def layer(kind: str, *inputs: int, **settings: Any) -> Layer:
    """Return a layer as data."""
    return Layer(kind, tuple(sorted(settings.items())), inputs)
