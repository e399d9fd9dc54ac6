"""Shapes and counts, held against Keras itself."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import keras
import pytest

from grader.network import (
    NetworkError,
    conv_output,
    pool_output,
    read_network,
    same_pads,
    total,
    walk,
)
from grader.network.model import Facts

from .building import read, sequential_config, weightless
from .drawing import drawn_layer, drawn_model, drawn_shape

pytestmark = pytest.mark.filterwarnings("ignore:You are using a softmax")

Answer = tuple[tuple[int | None, ...], int, int] | str


def of_keras(layer: Any, shape: tuple[int | None, ...]) -> Answer:
    """Return output shape, parameters and trainable ones; or that Keras refuses."""
    full = (None, *shape)
    try:
        spec = layer.input_spec
        if spec is not None:
            keras.src.layers.input_spec.assert_input_compatibility(
                spec, keras.KerasTensor(full), layer.name
            )
        output = layer.compute_output_shape(full)
        layer.build(full)
        result = tuple(output)[1:]
        if any(size is not None and size <= 0 for size in result):
            return "refused"
        return result, layer.count_params(), sum(_cells(w) for w in layer.trainable_weights)
    except (ValueError, TypeError, IndexError):
        return "refused"


def _cells(weight: Any) -> int:
    count = 1
    for size in weight.shape:
        count *= size
    return count


def of_the_kit(config: object) -> Answer:
    try:
        facts: Facts = walk(read_network(config))[-1]
    except NetworkError:
        return "refused"
    return facts.shape, facts.parameters, facts.trainable


def test_six_thousand_drawn_layers_agree_with_keras() -> None:
    r = random.Random(7)
    seen: Counter[str] = Counter()
    refused = 0
    with weightless():
        for _ in range(6000):
            layer, shape = drawn_layer(r), drawn_shape(r)
            config = sequential_config(shape, layer)
            expected = of_keras(layer, shape)
            assert of_the_kit(config) == expected, (config["config"]["layers"][1], shape)
            seen[type(layer).__name__] += 1
            refused += expected == "refused"
    assert len(seen) == 24
    assert min(seen.values()) >= 50
    assert 400 < refused < 2500


def test_two_hundred_drawn_graphs_agree_with_keras() -> None:
    r = random.Random(11)
    kinds: Counter[str] = Counter()
    with weightless():
        for _ in range(220):
            model = drawn_model(r)
            network = read(model)
            facts = walk(network)
            assert facts[network.output].shape == tuple(model.output.shape)[1:]
            trainable = sum(_cells(w) for w in model.trainable_weights)
            assert total(facts) == (model.count_params(), trainable)
            kinds.update(layer.kind for layer in network.layers)
    assert len(kinds) >= 28


def test_layers_of_a_drawn_graph_agree_one_by_one() -> None:
    r = random.Random(12)
    with weightless():
        for _ in range(60):
            model = drawn_model(r)
            network = read(model)
            facts = walk(network)
            plain = {layer.name: layer for layer in model.layers}
            for position, layer in enumerate(network.layers):
                keras_layer = plain.get(layer.weights_of)
                if keras_layer is None or len(keras_layer._inbound_nodes) != 1:
                    continue
                assert facts[position].shape == tuple(keras_layer.output.shape)[1:]
                assert facts[position].parameters == keras_layer.count_params()


@pytest.mark.parametrize(
    ("name", "count"), [("VGG16", 138_357_544), ("ResNet50", 25_636_712), ("MobileNet", 4_253_864)]
)
def test_known_networks(name: str, count: int) -> None:
    with weightless():
        model = getattr(keras.applications, name)(weights=None)
        assert total(walk(read(model)))[0] == model.count_params() == count


def test_sizes_of_one_axis() -> None:
    assert [conv_output(n, 3, 2) for n in (None, 2, 3, 5, 6)] == [None, 0, 1, 2, 2]
    assert [conv_output(n, 3, 2, "same") for n in (None, 1, 5, 6)] == [None, 1, 3, 3]
    assert conv_output(15, 3, 1, "valid", 4) == 7
    assert (pool_output(27, 2), pool_output(27, 3, 2), pool_output(27, 2, None, "same")) == (
        13,
        13,
        14,
    )
    assert same_pads(224, 7, 2) == (2, 3)
    assert same_pads(6, 3, 2) == (0, 1)
    assert same_pads(5, 1, 3) == (0, 0)
    assert same_pads(9, 3, 1, 2) == (2, 2)


def test_another_input_shape_in_place_of_the_declared_one() -> None:
    config = sequential_config(
        (None, None, 3), keras.layers.Conv2D(4, 3, strides=2), keras.layers.MaxPooling2D()
    )
    network = read_network(config)
    assert [f.shape for f in walk(network)] == [(None, None, 3), (None, None, 4), (None, None, 4)]
    assert [f.shape for f in walk(network, (13, 9, 3))] == [(13, 9, 3), (6, 4, 4), (3, 2, 4)]


def test_a_billion_parameters_are_only_a_number() -> None:
    config = sequential_config((1000,), *(keras.layers.Dense(10_000_000) for _ in range(3)))
    assert total(walk(read_network(config)))[0] == 1001 * 10**7 + 2 * (10**7 + 1) * 10**7


L = keras.layers
REFUSED = [
    ((2, 9, 1), [L.Conv2D(2, 3)], "network.size_zero",
     {"axis": 0, "size": 2, "window": 3, "kernel": 3, "dilation": 1, "shape": [2, 9, 1]}),
    ((9, 2, 1), [L.MaxPooling2D(3)], "network.size_zero",
     {"axis": 1, "size": 2, "window": 3, "kernel": 3, "dilation": 1, "shape": [9, 2, 1]}),
    ((8, 8, 1), [L.Conv2D(2, 3, dilation_rate=4)], "network.size_zero",
     {"axis": 0, "size": 8, "window": 9, "kernel": 3, "dilation": 4, "shape": [8, 8, 1]}),
    ((8,), [L.Conv2D(2, 3)], "network.rank", {"shape": [8], "expected": 3}),
    ((8, 8), [L.Conv2D(2, 3)], "network.rank", {"shape": [8, 8], "expected": 3}),
    ((8, 8, 1, 1), [L.Conv2D(2, 3)], "network.rank", {"shape": [8, 8, 1, 1], "expected": 3}),
    ((8,), [L.MaxPooling2D()], "network.rank", {"shape": [8], "expected": 3}),
    ((8, 8, None), [L.Conv2D(2, 3)], "network.channels_open", {"shape": [8, 8, None]}),
    ((8, 8, 3), [L.Conv2D(4, 3, groups=2)], "network.groups",
     {"groups": 2, "filters": 4, "channels": 3}),
    ((None, None, 1), [L.Flatten(), L.Dense(2)], "network.dense_open", {"shape": [None]}),
    ((8, 8, 3), [L.Reshape((7, -1))], "network.reshape", {"shape": [8, 8, 3], "target": [7, -1]}),
    ((4, 4, 3), [L.Cropping2D(2)], "network.crop_zero", {"axis": 0, "size": 4, "cropped": 4}),
    ((4, 4, 3), [L.Permute((2, 1))], "network.permute", {"dims": [2, 1], "shape": [4, 4, 3]}),
    ((4, 4, 3), [L.Softmax(axis=4)], "network.axis", {"axis": 4, "shape": [4, 4, 3]}),
    ((4, 4, 3), [L.BatchNormalization(axis=0)], "network.axis", {"axis": 0, "shape": [4, 4, 3]}),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "layers", "code", "data"), REFUSED)
def test_refusals_name_the_layer_and_the_numbers(
    shape: tuple[int | None, ...], layers: list[Any], code: str, data: dict[str, Any]
) -> None:
    network = read_network(sequential_config(shape, *layers))
    with pytest.raises(NetworkError) as caught:
        walk(network)
    where = {
        "position": len(layers),
        "layer": type(layers[-1]).__name__,
        "name": layers[-1].name,
    }
    assert (caught.value.code, caught.value.data) == (code, {**where, **data})
