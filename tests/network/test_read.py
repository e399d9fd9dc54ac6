"""What Keras 3 writes, and what is read from it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import keras
import pytest
import tensorflow as tf

from grader.network import NetworkError, describe, read_network, total, walk
from tests.effort import lines_run

from .building import config_of, functional, read, sequential, sequential_config, weightless

L = keras.layers

ops = keras.ops

LAYERS: list[tuple[Any, str]] = [
    (L.Conv2D(8, 3), "Conv2D(8, 3)"),
    (L.Conv2D(8, (3, 5), 2, "same", activation="relu"),
     "Conv2D(8, (3, 5), strides=2, padding='same', activation='relu')"),
    (L.Conv2D(8, 3, dilation_rate=2, groups=2, use_bias=False),
     "Conv2D(8, 3, dilation_rate=2, groups=2, use_bias=False)"),
    (L.DepthwiseConv2D(3, depth_multiplier=2), "DepthwiseConv2D(3, depth_multiplier=2)"),
    (L.SeparableConv2D(6, 3), "SeparableConv2D(6, 3)"),
    (L.Conv2DTranspose(6, 3, strides=2), "Conv2DTranspose(6, 3, strides=2)"),
    (L.ZeroPadding2D(((1, 2), (3, 4))), "ZeroPadding2D(((1, 2), (3, 4)))"),
    (L.ZeroPadding2D((1, 2)), "ZeroPadding2D((1, 2))"),
    (L.ZeroPadding2D(2), "ZeroPadding2D(2)"),
    (L.Cropping2D(1), "Cropping2D(1)"),
    (L.UpSampling2D((2, 3), interpolation="bilinear"),
     "UpSampling2D((2, 3), interpolation='bilinear')"),
    (L.MaxPool2D(), "MaxPooling2D(2)"),
    (L.MaxPooling2D(3, 2, "same"), "MaxPooling2D(3, strides=2, padding='same')"),
    (L.AvgPool2D(2), "AveragePooling2D(2)"),
    (L.GlobalMaxPool2D(), "GlobalMaxPooling2D()"),
    (L.GlobalAveragePooling2D(keepdims=True), "GlobalAveragePooling2D(keepdims=True)"),
    (L.Flatten(), "Flatten()"),
    (L.Reshape((-1, 4)), "Reshape((-1, 4))"),
    (L.Permute((2, 1, 3)), "Permute((2, 1, 3))"),
    (L.Dense(10, activation=tf.nn.softmax), "Dense(10, activation='softmax')"),
    (L.Dense(10, activation=tf.nn.swish), "Dense(10, activation='silu')"),
    (L.Activation("tanh"), "Activation('tanh')"),
    (L.ReLU(), "ReLU()"),
    (L.ReLU(6), "ReLU(max_value=6.0)"),
    (L.LeakyReLU(), "LeakyReLU()"),
    (L.LeakyReLU(negative_slope=0.1), "LeakyReLU(negative_slope=0.1)"),
    (L.Softmax(), "Softmax()"),
    (L.BatchNormalization(momentum=0.9), "BatchNormalization(momentum=0.9)"),
    (L.LayerNormalization(axis=[1, 2]), "LayerNormalization(axis=(1, 2))"),
    (L.Dropout(0.25), "Dropout(0.25)"),
    (L.SpatialDropout2D(0.25), "SpatialDropout2D(0.25)"),
    (L.Rescaling(1 / 255), "Rescaling(1/255)"),
    (L.Rescaling(1 / 127.5, offset=-1), "Rescaling(0.00784313725490196, offset=-1.0)"),
    (L.Conv2D(2, 1, trainable=False), "Conv2D(2, 1, trainable=False)"),
]  # fmt: skip


@pytest.mark.parametrize(("layer", "text"), LAYERS, ids=[text for _, text in LAYERS])
def test_each_layer_is_read_and_described(layer: Any, text: str) -> None:
    network = sequential(layer)
    assert [describe(each) for each in network.layers] == ["Input((8, 8, 4))", text]
    assert network.layers[1].name == layer.name


OPERATIONS: list[tuple[Callable[[Any], Any], list[str]]] = [
    (lambda x: x + x, ["Add()"]),
    (lambda x: x - ops.relu(x), ["Activation('relu')", "Subtract()"]),
    (lambda x: ops.multiply(x, x), ["Multiply()"]),
    (lambda x: ops.maximum(x, x), ["Maximum()"]),
    (lambda x: ops.concatenate([x, x], axis=-1), ["Concatenate()"]),
    (lambda x: ops.concatenate([x, x], axis=2), ["Concatenate(axis=2)"]),
    (ops.relu, ["Activation('relu')"]),
    (keras.activations.relu, ["ReLU()"]),
    (lambda x: keras.activations.relu(x, max_value=6), ["ReLU(max_value=6.0)"]),
    (ops.tanh, ["Activation('tanh')"]),
    (keras.activations.sigmoid, ["Activation('sigmoid')"]),
    (ops.softmax, ["Activation('softmax')"]),
    (lambda x: ops.softmax(x, axis=1), ["Softmax(axis=1)"]),
    (lambda x: ops.pad(x, [[0, 0], [1, 1], [2, 2], [0, 0]]), ["ZeroPadding2D((1, 2))"]),
    (lambda x: ops.pad(x, [[0, 0], [0, 0], [0, 0], [2, 2]]),
     ["ops.pad(x, ((0, 0), (0, 0), (0, 0), (2, 2)))"]),
    (lambda x: x[:, ::2, ::2], ["x[:, ::2, ::2]"]),
    (lambda x: x[:, 1:-1, :3, :], ["x[:, 1:-1, :3, :]"]),
    (lambda x: x[..., :2], ["x[:, ..., :2]"]),
    (lambda x: ops.reshape(x, (-1, 256)), ["Reshape((256,))"]),
    (lambda x: ops.reshape(x, (ops.shape(x)[0], -1)), ["Reshape((-1,))"]),
    (lambda x: ops.mean(x, axis=(1, 2)), ["GlobalAveragePooling2D()"]),
    (lambda x: ops.max(x, axis=[-3, -2], keepdims=True), ["GlobalMaxPooling2D(keepdims=True)"]),
    (lambda x: ops.max_pool(x, 2), ["MaxPooling2D(2)"]),
    (lambda x: ops.max_pool(x, (2, 3), 1, "same"),
     ["MaxPooling2D((2, 3), strides=1, padding='same')"]),
    (lambda x: ops.average_pool(x, pool_size=3), ["AveragePooling2D(3)"]),
    (L.Dense(2, activation=L.LeakyReLU(0.1)), ["Dense(2)", "LeakyReLU(negative_slope=0.1)"]),
    (lambda x: L.Dropout(0.1)(L.BatchNormalization()(x)), ["BatchNormalization()", "Dropout(0.1)"]),
]  # fmt: skip


@pytest.mark.parametrize(("build", "texts"), OPERATIONS)
def test_operations_are_read_as_layers(build: Callable[[Any], Any], texts: list[str]) -> None:
    network = functional(build)
    assert [describe(each) for each in network.layers[1:]] == texts
    walk(network)


class Own(L.Layer):
    def call(self, x: Any) -> Any:
        return x


class Conv2D(L.Layer):
    """A student's own layer under Keras's name."""

    def call(self, x: Any) -> Any:
        return x


def own_activation(x: Any) -> Any:
    return x


UNREAD: list[tuple[Callable[[Any], Any], str, dict[str, Any]]] = [
    (L.Lambda(lambda x: x, name="n"), "network.layer_unknown", {"layer": "Lambda", "name": "n"}),
    (Own(name="n"), "network.layer_unknown", {"layer": "Own", "name": "n"}),
    (Conv2D(name="n"), "network.layer_unknown", {"layer": "Conv2D", "name": "n"}),
    (L.GaussianNoise(0.1, name="n"), "network.layer_unknown",
     {"layer": "GaussianNoise", "name": "n"}),
    (L.ELU(name="n"), "network.layer_unknown", {"layer": "ELU", "name": "n"}),
    (L.MaxPooling2D(data_format="channels_first", name="n"), "network.channels_first",
     {"layer": "MaxPooling2D", "name": "n"}),
    (L.Dense(2, activation=own_activation, name="n"), "network.activation_unknown",
     {"layer": "Dense", "name": "n", "found": "'own_activation'"}),
    (L.Activation("celu", name="n"), "network.activation_unknown",
     {"layer": "Activation", "name": "n", "found": "'celu'"}),
    (L.BatchNormalization(renorm=True, name="n"), "network.setting",
     {"layer": "BatchNormalization", "name": "n", "setting": "renorm", "found": "True"}),
]  # fmt: skip


@pytest.mark.parametrize(("layer", "code", "data"), UNREAD)
def test_what_is_not_read_is_named(layer: Any, code: str, data: dict[str, Any]) -> None:
    with pytest.raises(NetworkError) as caught:
        sequential(layer)
    assert (caught.value.code, caught.value.data) == (code, data)


UNREAD_OPERATIONS: list[tuple[Callable[[Any], Any], str, str]] = [
    (lambda x: x * 0, "network.operand", "Multiply"),
    (lambda x: x + 1.0, "network.operand", "Add"),
    (lambda x: x / 2, "network.operation_unknown", "TrueDivide"),
    (lambda x: ops.max_pool(x, (2,)), "network.setting", "MaxPool"),
    (lambda x: ops.conv(x, ops.ones((3, 3, 4, 2))), "network.operation_unknown", "Conv"),
    (lambda x: ops.where(x > 0, x, x), "network.operation_unknown", "Greater"),
    (lambda x: x[:, 0], "network.slice", "GetItem"),
    (lambda x: x[:, ::-1], "network.slice", "GetItem"),
    (lambda x: ops.mean(x, axis=-1), "network.setting", "Mean"),
    (lambda x: ops.mean(x, axis=(1, 3)), "network.setting", "Mean"),
    (lambda x: ops.pad(x, 1), "network.setting", "Pad"),
    (lambda x: ops.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]], mode="reflect"),
     "network.setting", "Pad"),
    (lambda x: ops.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]], constant_values=1),
     "network.setting", "Pad"),
    (lambda x: L.BatchNormalization()(x, training=True), "network.call_argument",
     "BatchNormalization"),
]  # fmt: skip


@pytest.mark.parametrize(("build", "code", "layer"), UNREAD_OPERATIONS)
def test_operations_that_are_not_read(build: Callable[[Any], Any], code: str, layer: str) -> None:
    with pytest.raises(NetworkError) as caught:
        functional(build)
    assert (caught.value.code, caught.value.data["layer"]) == (code, layer)


def test_nested_models_are_flattened_and_shared() -> None:
    x = keras.Input((8, 8, 4))
    tower = keras.Sequential([keras.Input((8, 8, 4)), L.Conv2D(4, 3, padding="same", name="c")])
    inner = keras.Input((8, 8, 4))
    block = keras.Model(inner, L.Add()([tower(inner), inner]), name="block")
    model = keras.Model(x, L.Flatten()(block(block(x))))
    network = read(model)
    assert [layer.kind for layer in network.layers] == [
        "Input", "Conv2D", "Add", "Conv2D", "Add", "Flatten",
    ]  # fmt: skip
    assert [layer.inputs for layer in network.layers] == [(), (0,), (1, 0), (2,), (3, 2), (4,)]
    assert {layer.weights_of for layer in network.layers if layer.kind == "Conv2D"} == {
        f"block/{tower.name}/c"
    }
    assert [facts.parameters for facts in walk(network)] == [0, 148, 0, 0, 0, 0]
    assert total(walk(network))[0] == model.count_params()
    again = read(keras.Sequential([keras.Input((8, 8, 4)), model, L.Dense(2)]))
    assert [layer.kind for layer in again.layers[:-1]] == [each.kind for each in network.layers]


def test_frozen_layers_and_models() -> None:
    x = keras.Input((4,))
    base = keras.Sequential([keras.Input((4,)), L.Dense(3), L.Dense(2)])
    base.trainable = False
    model = keras.Model(x, L.Dense(5)(base(x)))
    assert total(walk(read(model))) == (15 + 8 + 15, 15)
    model.trainable = False
    assert total(walk(read(model))) == (38, 0)


def test_a_layer_that_dangles_is_left_out() -> None:
    def build(x: Any) -> Any:
        L.Conv2D(9, 3)(x)
        return L.ReLU()(x)

    assert [layer.kind for layer in functional(build).layers] == ["Input", "ReLU"]


class Subclassed(keras.Model):
    def call(self, x: Any) -> Any:
        return x


def test_models_that_are_no_network() -> None:
    a, b = keras.Input((4,), name="a"), keras.Input((4,))
    dense = L.Dense(2)
    cases: list[tuple[keras.Model, str, dict[str, Any]]] = [
        (Subclassed(), "network.subclassed", {"layer": "Subclassed"}),
        (keras.Sequential([L.Dense(2)]), "network.no_input", {}),
        (keras.Sequential(), "network.no_input", {}),
        (keras.Model([a, b], L.Add()([a, b])), "network.inputs", {"count": 2}),
        (keras.Model(a, [dense(a), L.ReLU()(a)]), "network.outputs", {"count": 2}),
    ]
    for model, code, data in cases:
        with pytest.raises(NetworkError) as caught:
            read(model)
        assert (caught.value.code, caught.value.data) == (code, data)
    assert read(keras.Model([a], [dense(a)])) == read(keras.Model({"a": a}, {"b": dense(a)}))


def test_what_a_network_does_not_depend_on() -> None:
    bare = sequential_config((8, 8, 4), L.Conv2D(8, 3))
    dressed = sequential_config(
        (8, 8, 4),
        L.Conv2D(8, 3, kernel_initializer="he_normal", kernel_regularizer="l2",
                 bias_constraint="non_neg", name="other", dtype="float64"),
    )  # fmt: skip
    dressed["config"]["layers"][1]["build_config"] = {"input_shape": [None, 10**9]}
    dressed["config"]["layers"][1]["config"]["invented"] = 1
    assert read_network(bare) == read_network(dressed)


def test_the_configuration_is_not_changed() -> None:
    with weightless():
        config = config_of(keras.applications.VGG16(weights=None))
    before = copy.deepcopy(config)
    assert lines_run(lambda: walk(read_network(config))) < 20_000
    facts = walk(read_network(config))
    assert total(facts) == (138_357_544, 138_357_544)
    assert config == before
