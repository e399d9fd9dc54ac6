"""What a network computes, held against Keras; and the canonical form against the network."""

from __future__ import annotations

import random
from typing import Any

import keras
import numpy as np
import pytest

from grader.network import Network, NetworkError, canonical, forward, walk
from grader.network.weights import weights as weights_of_layer

from .building import functional, read, sequential
from .drawing import drawn_layer, drawn_model

L = keras.layers

pytestmark = pytest.mark.filterwarnings("ignore:You are using a softmax")

Weights = dict[str, list[np.ndarray[Any, Any]]]
NO_FORWARD = ("network.no_forward",)


def drawn_weights(network: Network, seed: int) -> Weights:
    """Return weights for each layer; variances are positive."""
    rng = np.random.default_rng(seed)
    facts = walk(network)
    drawn: Weights = {}
    for layer in network.layers:
        if layer.kind == "Input":
            continue
        shapes = weights_of_layer(layer, facts[layer.inputs[0]].shape)
        arrays = [rng.normal(0, 0.5, each.shape).astype("float32") for each in shapes]
        if layer.kind == "BatchNormalization":
            arrays[-1] = np.abs(arrays[-1]) + 0.5
        drawn.setdefault(layer.weights_of, arrays)
    return drawn


def of_keras(model: keras.Model) -> Weights:
    found: Weights = {}

    def collect(inside: keras.Model, path: str) -> None:
        for layer in inside.layers:
            if isinstance(layer, keras.Model):
                collect(layer, f"{path}{layer.name}/")
            else:
                found[path + layer.name] = layer.get_weights()

    collect(model, "")
    return found


def randomised(model: keras.Model, seed: int) -> keras.Model:
    rng = np.random.default_rng(seed)
    for weight in model.weights:
        value = rng.normal(0, 0.4, weight.shape)
        weight.assign(np.abs(value) + 0.5 if "variance" in weight.path else value)
    return model


def assert_agrees(model: keras.Model, seed: int) -> None:
    shape = tuple(model.inputs[0].shape)[1:]
    x = np.random.default_rng(seed).normal(0, 1, (2, *shape)).astype("float32")
    expected = np.asarray(randomised(model, seed)(x))
    found = forward(read(model), of_keras(model), x)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=2e-4, atol=2e-4)


def test_single_layers_compute_what_keras_computes() -> None:
    r = random.Random(3)
    kinds = set()
    for seed in range(260):
        layer = drawn_layer(r)
        shape = (r.randint(4, 9), r.randint(4, 9), r.choice([2, 3, 6]))
        strides, dilation = (getattr(layer, k, 1) for k in ("strides", "dilation_rate"))
        if isinstance(layer, L.UpSampling2D) and layer.interpolation != "nearest":
            continue
        # NOTE: TensorFlow has no single answer for stride with dilation in depthwise layers.
        if isinstance(layer, L.Conv2DTranspose) or (np.max(strides) > 1 and np.max(dilation) > 1):
            continue
        x = keras.Input(shape)
        try:
            model = keras.Model(x, layer(x))
        except (ValueError, TypeError):
            continue
        if isinstance(layer, L.DepthwiseConv2D | L.SeparableConv2D) and len(set(strides)) > 1:
            continue
        assert_agrees(model, seed)
        kinds.add(type(layer).__name__)
    assert len(kinds) >= 21


def test_drawn_graphs_compute_what_keras_computes() -> None:
    r = random.Random(21)
    done = 0
    while done < 40:
        model = drawn_model(r)
        try:
            forward_kinds = {layer.kind for layer in read(model).layers}
            if forward_kinds & {
                "Conv2DTranspose",
                "UpSampling2D",
                "DepthwiseConv2D",
                "SeparableConv2D",
            }:
                continue
            assert_agrees(model, done)
        except NetworkError as error:
            assert error.code == "network.no_forward"  # noqa: PT017
            continue
        done += 1


def test_the_canonical_form_computes_the_same() -> None:
    """Every rewriting rule is sound: equal outputs for drawn weights and pictures."""
    r = random.Random(31)
    done = changed = 0
    with keras.StatelessScope(initialize_variables=False):
        while done < 250:
            network = read(drawn_model(r))
            try:
                same_after_rewriting(network, done)
            except NetworkError as error:
                assert error.code == "network.no_forward"  # noqa: PT017
                continue
            done += 1
            changed += canonical(network) != network
    assert changed > 180


def same_after_rewriting(network: Network, seed: int) -> None:
    weights = drawn_weights(network, seed)
    shape = walk(network)[0].shape
    x = np.random.default_rng(seed).normal(0, 1, (2, *shape))
    expected = forward(network, weights, x)
    plain = canonical(network, keep_names=True)
    found = forward(plain, reshaped(plain, network, weights), x)
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-7)


def reshaped(plain: Network, network: Network, weights: Weights) -> Weights:
    """Return the weights for the canonical form: a Dense kernel may have become a 1x1 one."""
    by_name = {layer.name: weights.get(layer.weights_of, []) for layer in network.layers}
    facts = walk(plain)
    result: Weights = {}
    for layer in plain.layers:
        if layer.kind != "Input":
            shapes = [w.shape for w in weights_of_layer(layer, facts[layer.inputs[0]].shape)]
            arrays = by_name.get(layer.name, [])
            if shapes:
                result[layer.name] = [a.reshape(s) for a, s in zip(arrays, shapes, strict=True)]
    return result


@pytest.mark.parametrize("name", ["relu", "relu6", "leaky_relu", "elu", "selu", "gelu", "silu",
                                  "sigmoid", "hard_sigmoid", "hard_silu", "tanh", "softmax",
                                  "log_softmax", "softplus", "softsign", "exponential", "mish",
                                  "log_sigmoid", "linear"])  # fmt: skip
def test_activation_functions(name: str) -> None:
    x = np.linspace(-7, 7, 84, dtype="float32").reshape(4, 21)
    expected = np.asarray(keras.activations.get(name)(keras.ops.array(x)))
    found = forward(sequential(L.Activation(name), shape=(21,)), {}, x)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    "settings",
    [{"max_value": 2.0}, {"threshold": 1.0}, {"negative_slope": 0.3, "threshold": 0.5},
     {"negative_slope": 0.1, "max_value": 3.0}],
)  # fmt: skip
def test_relu_with_settings(settings: dict[str, float]) -> None:
    x = np.linspace(-7, 7, 84, dtype="float32").reshape(4, 21)
    expected = np.asarray(L.ReLU(**settings)(x))
    found = forward(sequential(L.ReLU(**settings), shape=(21,)), {}, x)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def test_pixels_under_each_window() -> None:
    network = sequential(
        L.Conv2D(1, 3, strides=2, padding="same", use_bias=False, name="probe"), shape=(6, 6, 1)
    )
    found = forward(network, {"probe": [np.ones((3, 3, 1, 1))]}, np.ones((1, 6, 6, 1)))
    assert found[0, :, :, 0].tolist() == [[9, 9, 6], [9, 9, 6], [6, 6, 4]]
    assert found.dtype == np.float64


def test_ranks_are_joined_as_keras_does() -> None:
    def gate(x: Any) -> Any:
        return L.Multiply()([x, L.Dense(4, activation="sigmoid")(L.GlobalAveragePooling2D()(x))])

    x = keras.Input((5, 5, 4))
    assert_agrees(keras.Model(x, gate(x)), 1)


def test_wrong_weights_and_inputs_are_refused() -> None:
    network = sequential(L.Conv2D(2, 3, name="c"), shape=(6, 6, 1))
    kernel, bias = np.zeros((3, 3, 1, 2)), np.zeros(2)
    x = np.zeros((1, 6, 6, 1))
    shapes = {"layer": "Conv2D", "name": "c", "expected": [[3, 3, 1, 2], [2]]}
    for given, found in [
        ({}, []),
        ({"c": [kernel]}, [[3, 3, 1, 2]]),
        ({"c": [bias, kernel]}, [[2], [3, 3, 1, 2]]),
        ({"c": [kernel, np.zeros((2, 1))]}, [[3, 3, 1, 2], [2, 1]]),
        ({"c": [kernel, np.array(["a", "b"])]}, [[3, 3, 1, 2], [2]]),
    ]:
        with pytest.raises(NetworkError) as caught:
            forward(network, given, x)
        assert caught.value.code == "network.weights_shape"
        assert caught.value.data == {**shapes, "found": found}
    with pytest.raises(NetworkError) as caught:
        forward(network, {"c": [kernel, bias]}, np.zeros((1, 6, 6, 2)))
    assert caught.value.data == {"expected": [6, 6, 1], "found": [6, 6, 2]}
    with pytest.raises(NetworkError) as caught:
        forward(functional(L.Conv2DTranspose(2, 3, name="t"), (6, 6, 1)),
                {"t": [np.zeros((3, 3, 2, 1)), bias]}, x)  # fmt: skip
    assert (caught.value.code, caught.value.data) == (
        "network.no_forward",
        {"layer": "Conv2DTranspose", "name": "t"},
    )
