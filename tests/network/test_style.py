"""What is only style, and what is another network."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import keras
import pytest
import tensorflow as tf

from grader.network import Layer, Network, canonical, folded, same_network, total, walk

from .building import functional, read, sequential, weightless
from .drawing import drawn_model

L = keras.layers

pytestmark = pytest.mark.filterwarnings("ignore:You are using a softmax")

ops = keras.ops
Way = Callable[[Any], Any]


def chain(*layers: Any) -> Way:
    def build(x: Any) -> Any:
        for layer in layers:
            x = layer(x)
        return x

    return build


def residual(add: Way, *, turned: bool = False) -> Way:
    def build(x: Any) -> Any:
        main = chain(L.Conv2D(4, 3, padding="same", activation="relu"))(x)
        return add([x, main] if turned else [main, x])

    return build


def branches(join: Way) -> Way:
    def build(x: Any) -> Any:
        return join([L.Conv2D(2, 1)(x), L.Conv2D(3, 3, padding="same")(x)])

    return build


def twice(layer: Any) -> Way:
    return lambda x: L.Add()([layer(x), layer(L.Activation("tanh")(x))])


def option_a(x: Any) -> Any:
    return ops.pad(x[:, ::2, ::2], [[0, 0], [0, 0], [0, 0], [2, 2]])


SAME: dict[str, tuple[tuple[int | None, ...], list[Way]]] = {
    "relu": ((8, 8, 4), [
        chain(L.Conv2D(8, 3, activation="relu")),
        chain(L.Conv2D(8, (3, 3), strides=1), L.ReLU()),
        chain(L.Conv2D(8, 3), L.Activation("relu")),
        chain(L.Conv2D(8, 3), ops.relu),
        chain(L.Conv2D(8, 3), keras.activations.relu),
        chain(L.Conv2D(8, 3, activation=tf.nn.relu)),
        chain(L.Conv2D(8, 3, activation=ops.relu)),
        chain(L.Conv2D(8, 3, activation=L.ReLU())),
        chain(L.Conv2D(8, 3, kernel_initializer="he_normal", name="x"), L.ReLU(), L.ReLU()),
        chain(L.Conv2D(8, 3, activation="relu"), L.Dropout(0.3), L.SpatialDropout2D(0.1)),
        chain(keras.Sequential([L.Conv2D(8, 3)]), L.Activation("linear"), L.ReLU()),
    ]),
    "softmax": ((5,), [
        chain(L.Dense(3, activation="softmax")),
        chain(L.Dense(3, activation=tf.nn.softmax)),
        chain(L.Dense(3), L.Softmax()),
        chain(L.Dense(3), L.Activation("softmax")),
        chain(L.Dense(3), ops.softmax),
        chain(L.Dense(3), keras.activations.softmax),
        chain(L.Flatten(), L.Dense(3), L.Softmax(axis=1)),
    ]),
    "leaky": ((8, 8, 4), [
        chain(L.Conv2D(2, 1), L.LeakyReLU(negative_slope=0.2)),
        chain(L.Conv2D(2, 1, activation="leaky_relu")),
        chain(L.Conv2D(2, 1, activation=L.LeakyReLU(negative_slope=0.2))),
        chain(L.Conv2D(2, 1), L.ReLU(negative_slope=0.2)),
        chain(L.Conv2D(2, 1), lambda x: ops.leaky_relu(x, 0.2)),
    ]),
    "relu6": ((8, 8, 4), [
        chain(L.ReLU(6.0)), chain(L.Activation("relu6")), chain(ops.relu6),
    ]),
    "same padding": ((9, 9, 4), [
        chain(L.Conv2D(8, 3, strides=2, padding="same")),
        chain(L.ZeroPadding2D(1), L.Conv2D(8, 3, strides=2)),
        chain(L.ZeroPadding2D((1, 1)), L.Conv2D(8, 3, strides=2, padding="VALID")),
        chain(lambda x: ops.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]), L.Conv2D(8, 3, 2)),
        chain(L.ZeroPadding2D(1), L.ZeroPadding2D(0), L.Conv2D(8, 3, 2)),
        chain(L.ZeroPadding2D(((1, 0), (0, 0))), L.ZeroPadding2D(((0, 1), (1, 2))),
              L.Conv2D(8, 3, 2)),
    ]),
    "same padding, even size": ((8, 8, 4), [
        chain(L.Conv2D(8, 3, strides=2, padding="same")),
        chain(L.ZeroPadding2D(((0, 1), (0, 1))), L.Conv2D(8, 3, strides=2)),
        chain(L.ZeroPadding2D(((0, 2), (0, 1))), L.Conv2D(8, 3, strides=2)),
    ]),
    "same padding, open size": ((None, None, 4), [
        chain(L.Conv2D(8, (4, 3), padding="same")),
        chain(L.ZeroPadding2D(((1, 2), (1, 1))), L.Conv2D(8, (4, 3))),
    ]),
    "same padding, dilated": ((9, 9, 4), [
        chain(L.Conv2D(8, 3, dilation_rate=2, padding="same")),
        chain(L.ZeroPadding2D(2), L.Conv2D(8, 3, dilation_rate=2)),
    ]),
    "padding that adds nothing": ((8, 8, 4), [
        chain(L.MaxPooling2D(2)),
        chain(L.MaxPool2D((2, 2), strides=(2, 2), padding="same")),
        chain(L.MaxPooling2D(2, 2), L.UpSampling2D(1), L.Cropping2D(0)),
    ]),
    "padded max pooling behind a ReLU": ((9, 9, 4), [
        chain(L.ReLU(), L.MaxPooling2D(3, 2, padding="same")),
        chain(L.ReLU(), L.ZeroPadding2D(1), L.MaxPooling2D(3, 2)),
        chain(L.ReLU(), lambda x: ops.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]),
              L.MaxPooling2D(3, 2)),
    ]),
    "ReLU and max pooling": ((8, 8, 4), [
        chain(L.Conv2D(4, 3), L.ReLU(), L.MaxPooling2D()),
        chain(L.Conv2D(4, 3), L.MaxPooling2D(), L.ReLU()),
    ]),
    "1x1": ((8, 8, 4), [
        chain(L.Conv2D(5, 1, activation="relu")),
        chain(L.Conv2D(5, 1, padding="same", activation="relu")),
        chain(L.Dense(5, activation="relu")),
        chain(L.Dense(5), L.ReLU()),
        chain(L.Conv2D(5, 1, dilation_rate=3, activation="relu")),
    ]),
    "whole input": ((5, 5, 4), [
        chain(L.Flatten(), L.Dense(6, activation="relu"), L.Dense(3, activation="softmax")),
        chain(L.Conv2D(6, 5, activation="relu"), L.Flatten(), L.Dense(3, activation="softmax")),
        chain(L.Conv2D(6, 5), L.Flatten(), L.ReLU(), L.Dense(3), L.Softmax()),
        chain(L.Conv2D(6, 5, strides=3), L.ReLU(), L.Conv2D(3, 1), L.Softmax(), L.Flatten()),
        chain(L.Conv2D(6, (5, 5), activation="relu"), L.Dense(3, activation="softmax"),
              L.Reshape((3,))),
        chain(L.Reshape((-1,)), L.Flatten(), L.Dense(6, "relu"), L.Dense(3, "softmax")),
        chain(lambda x: ops.reshape(x, (-1, 100)), L.Dense(6, "relu"), L.Dense(3, "softmax")),
        chain(L.Conv2D(6, 5, activation="relu"), L.GlobalAveragePooling2D(),
              L.Dense(3, activation="softmax")),
    ]),
    "global average": ((8, 8, 4), [
        chain(L.GlobalAveragePooling2D(), L.Dense(3)),
        chain(lambda x: ops.mean(x, axis=(1, 2)), L.Dense(3)),
        chain(lambda x: ops.mean(x, axis=[-2, -3]), L.Dense(3)),
        chain(L.GlobalAvgPool2D(keepdims=True), L.Flatten(), L.Dense(3)),
        chain(L.GlobalAveragePooling2D(keepdims=True), L.Dense(3), L.Flatten()),
        chain(lambda x: ops.mean(x, axis=(1, 2), keepdims=True), L.Conv2D(3, 1), L.Flatten()),
        chain(L.AveragePooling2D(8), L.Flatten(), L.Dense(3)),
    ]),
    "global maximum": ((8, 8, 4), [
        chain(L.GlobalMaxPooling2D()),
        chain(lambda x: ops.max(x, axis=(1, 2))),
        chain(L.MaxPooling2D((8, 8), padding="valid"), L.Flatten()),
    ]),
    "add": ((8, 8, 4), [
        residual(L.Add()),
        residual(L.Add(), turned=True),
        residual(lambda t: t[0] + t[1]),
        residual(lambda t: ops.add(*t), turned=True),
        residual(L.add),
        residual(lambda t: L.Add()([L.Add()([t[0]]), t[1]])),
    ]),
    "add three": ((8, 8, 4), [
        lambda x: L.Add()([x, ops.tanh(x), ops.relu(x)]),
        lambda x: x + ops.relu(x) + ops.tanh(x),
        lambda x: L.Add()([ops.relu(x), L.Add()([L.Activation("tanh")(x), x])]),
    ]),
    "concatenate": ((8, 8, 4), [
        branches(L.Concatenate()),
        branches(L.Concatenate(axis=3)),
        branches(lambda t: ops.concatenate(t, axis=-1)),
        branches(L.concatenate),
    ]),
    "ReLU on branches": ((8, 8, 4), [
        lambda x: L.Concatenate()([L.Conv2D(2, 1, activation="relu")(x),
                                   L.Conv2D(3, 1, activation="relu")(x)]),
        lambda x: L.ReLU()(L.Concatenate()([L.Conv2D(2, 1)(x), L.Conv2D(3, 1)(x)])),
    ]),
    "one function applied twice": ((8, 8, 4), [
        lambda x: L.Concatenate()([L.Conv2D(2, 1)(r := ops.relu(x)), L.Conv2D(3, 1)(r)]),
        lambda x: L.Concatenate()([L.Conv2D(2, 1)(ops.relu(x)), L.Conv2D(3, 1)(L.ReLU()(x))]),
    ]),
    "weightless layer reused": ((8, 8, 4), [
        chain(*(r := L.ReLU(), p := L.MaxPooling2D(), L.Conv2D(2, 3), r, p)),
        chain(L.ReLU(), L.MaxPooling2D(), L.Conv2D(2, 3), L.ReLU(), L.MaxPooling2D()),
    ]),
    "nested": ((8, 8, 4), [
        chain(L.Conv2D(4, 3, activation="relu"), L.Flatten(), L.Dense(2)),
        chain(keras.Sequential([L.Conv2D(4, 3), keras.Sequential([L.ReLU(), L.Flatten()])]),
              L.Dense(2)),
    ]),
    "shared weights": ((8, 8, 4), [
        lambda x: twice(L.Conv2D(4, 1))(x),
        lambda x: twice(keras.Sequential([L.Conv2D(4, 1)]))(x),
    ]),
    "option A": ((8, 8, 4), [
        option_a,
        lambda x: ops.pad(x, [[0, 0], [0, 0], [0, 0], [2, 2]])[:, ::2, ::2, :],
        lambda x: ops.pad(L.MaxPooling2D(1, 2)(x), [[0, 0], [0, 0], [0, 0], [2, 2]]),
        lambda x: ops.pad(L.AveragePooling2D(1, 2, "same")(x),
                          [[0, 0], [0, 0], [0, 0], [2, 2]]),
    ]),
    "strided projection": ((8, 8, 4), [
        chain(L.Conv2D(6, 1, strides=2)),
        chain(L.Conv2D(6, 1, strides=2, padding="same")),
        lambda x: L.Conv2D(6, 1)(x[:, ::2, ::2]),
        lambda x: L.Dense(6)(x[:, ::2, ::2]),
    ]),
    "cropping": ((8, 8, 4), [
        chain(L.Cropping2D(((1, 2), (0, 3)))),
        lambda x: x[:, 1:-2, :-3],
        lambda x: x[:, 1:6, 0:5, :],
    ]),
    "batch normalisation": ((8, 8, 4), [
        chain(L.BatchNormalization()),
        chain(L.BatchNormalization(axis=3, momentum=0.9)),
    ]),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_style_is_taken_out(name: str) -> None:
    shape, ways = SAME[name]
    networks = [functional(way, shape) for way in ways]
    first = canonical(networks[0])
    for network in networks:
        assert canonical(network) == first
        assert same_network(network, networks[-1])
        assert total(walk(network)) == total(walk(first))
        assert walk(network)[network.output].shape == walk(first)[first.output].shape


DIFFERENT: dict[str, tuple[tuple[int | None, ...], Way, Way]] = {
    "no ReLU": ((8, 8, 4), chain(L.Conv2D(8, 3, activation="relu")), chain(L.Conv2D(8, 3))),
    "tanh": ((8, 8, 4), chain(L.ReLU()), chain(L.Activation("tanh"))),
    "slope": ((8, 8, 4), chain(L.LeakyReLU()), chain(L.Activation("leaky_relu"))),
    "filters": ((8, 8, 4), chain(L.Conv2D(8, 3)), chain(L.Conv2D(9, 3))),
    "bias": ((8, 8, 4), chain(L.Conv2D(8, 3)), chain(L.Conv2D(8, 3, use_bias=False))),
    "sides": ((8, 8, 4), chain(L.Conv2D(8, (1, 3), padding="same")),
              chain(L.Conv2D(8, (3, 1), padding="same"))),
    "padding before": ((8, 8, 4), chain(L.Conv2D(8, 3, 2, padding="same")),
                       chain(L.ZeroPadding2D(((1, 0), (1, 0))), L.Conv2D(8, 3, 2))),
    "padding on both sides": ((8, 8, 4), chain(L.Conv2D(8, 3, 2, padding="same")),
                              chain(L.ZeroPadding2D(1), L.Conv2D(8, 3, 2))),
    "open size and stride": ((None, None, 4), chain(L.Conv2D(8, 3, 2, padding="same")),
                             chain(L.ZeroPadding2D(1), L.Conv2D(8, 3, 2))),
    "padded max pooling of anything": ((9, 9, 4), chain(L.MaxPooling2D(3, 2, padding="same")),
                                       chain(L.ZeroPadding2D(1), L.MaxPooling2D(3, 2))),
    "padded max pooling behind tanh": ((9, 9, 4),
                                       chain(ops.tanh, L.MaxPooling2D(3, 2, padding="same")),
                                       chain(ops.tanh, L.ZeroPadding2D(1), L.MaxPooling2D(3, 2))),
    "padded average": ((9, 9, 4), chain(L.ReLU(), L.AveragePooling2D(3, 2, padding="same")),
                       chain(L.ReLU(), L.ZeroPadding2D(1), L.AveragePooling2D(3, 2))),
    "tanh and average pooling": ((8, 8, 4), chain(ops.tanh, L.AveragePooling2D(2)),
                                 chain(L.AveragePooling2D(2), ops.tanh)),
    "max and average": ((8, 8, 4), chain(L.MaxPooling2D()), chain(L.AveragePooling2D(2))),
    "pool strides": ((8, 8, 4), chain(L.MaxPooling2D(2)), chain(L.MaxPooling2D(2, 1))),
    "order of branches": ((8, 8, 4), branches(L.Concatenate()),
                          branches(lambda t: L.Concatenate()(t[::-1]))),
    "axis": ((8, 8, 4), lambda x: L.Concatenate(axis=1)([x, ops.relu(x)]),
             lambda x: L.Concatenate(axis=2)([x, ops.relu(x)])),
    "order of a difference": ((8, 8, 4), lambda x: L.Subtract()([x, ops.relu(x)]),
                              lambda x: L.Subtract()([ops.relu(x), x])),
    "add and average": ((8, 8, 4), residual(L.Add()), residual(L.Average())),
    "skip from elsewhere": ((8, 8, 4),
                            lambda x: L.Conv2D(4, 1)(y := L.Conv2D(4, 1)(x)) + y,
                            lambda x: L.Conv2D(4, 1)(L.Conv2D(4, 1)(x)) + x),
    "shared and not": ((8, 8, 4), lambda x: twice(L.Conv2D(4, 1))(x),
                       lambda x: L.Add()([L.Conv2D(4, 1)(x),
                                          L.Conv2D(4, 1)(L.Activation("tanh")(x))])),
    "ReLU after the add": ((8, 8, 4), chain(residual(L.Add()), L.ReLU()), residual(L.Add())),
    "normalised before": ((8, 8, 4), chain(L.BatchNormalization(), L.ReLU()),
                          chain(L.ReLU(), L.BatchNormalization())),
    "frozen": ((8, 8, 4), chain(L.Conv2D(2, 1)), chain(L.Conv2D(2, 1, trainable=False))),
    "softmax twice": ((5,), chain(L.Softmax()), chain(L.Softmax(), L.Softmax())),
    "softmax before Flatten": ((8, 8, 4), chain(L.Softmax(), L.Flatten()),
                               chain(L.Flatten(), L.Softmax())),
    "no Flatten": ((1, 1, 4), chain(L.Dense(3)), chain(L.Flatten(), L.Dense(3))),
    "dilated whole input": ((5, 5, 4), chain(L.Conv2D(6, 3, dilation_rate=2), L.Flatten()),
                            chain(L.Flatten(), L.Dense(6))),
    "input": ((8, 8, 4), chain(L.ReLU()), chain(L.Cropping2D(1), L.ReLU())),
    "scaled": ((8, 8, 4), chain(L.Rescaling(1 / 255)), chain(L.Rescaling(1 / 127.5, -1))),
    "every second": ((8, 8, 4), lambda x: x[:, ::2, ::2], lambda x: x[:, 1::2, ::2]),
    "zeros before channels": ((8, 8, 4), option_a,
                              lambda x: ops.pad(x[:, ::2, ::2],
                                                [[0, 0], [0, 0], [0, 0], [4, 0]])),
    "transposed": ((8, 8, 4), chain(L.Permute((2, 1, 3)), L.Flatten()), chain(L.Flatten())),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENT)
def test_near_misses_are_different(name: str) -> None:
    shape, one, other = DIFFERENT[name]
    assert not same_network(functional(one, shape), functional(other, shape))


def test_sequential_and_functional() -> None:
    layers = [L.Conv2D(4, 3, activation="relu"), L.Flatten(), L.Dense(2)]
    assert same_network(sequential(*layers), functional(chain(*layers)))


def test_dropout_and_momentum_count_where_asked() -> None:
    bare = sequential(L.BatchNormalization())
    dropped = sequential(L.BatchNormalization(), L.Dropout(0.5))
    slow = sequential(L.BatchNormalization(momentum=0.9))
    assert same_network(bare, dropped)
    assert not same_network(bare, dropped, keep_dropout=True)
    assert same_network(bare, slow)
    assert not same_network(bare, slow, keep_momentum=True)


def test_the_canonical_form_of_a_small_network() -> None:
    network = sequential(
        L.ZeroPadding2D(1), L.Conv2D(6, 3, activation="relu"), L.MaxPool2D(), L.Dropout(0.1),
        L.Flatten(), L.Dense(2, activation="softmax"),
    )  # fmt: skip
    once = (1, 1)
    assert canonical(network) == Network(
        (
            Layer("Input", (("shape", (8, 8, 4)),)),
            Layer(
                "Conv2D",
                (
                    ("dilation_rate", once), ("filters", 6), ("groups", 1),
                    ("kernel_size", (3, 3)), ("padding", "same"), ("strides", once),
                    ("use_bias", True),
                ),
                (0,),
            ),
            Layer("Activation", (("function", "relu"),), (1,)),
            Layer(
                "MaxPooling2D",
                (("padding", "valid"), ("pool_size", (2, 2)), ("strides", (2, 2))),
                (2,),
            ),
            Layer("Flatten", (), (3,)),
            Layer("Dense", (("units", 2), ("use_bias", True)), (4,)),
            Layer("Activation", (("axis", -1), ("function", "softmax")), (5,)),
        ),
        6,
    )  # fmt: skip


def shuffled(network: Network, r: random.Random) -> Network:
    """Return the same graph, its nodes in another topological order."""
    waiting = set(range(len(network.layers)))
    order: list[int] = []
    while waiting:
        ready = [i for i in waiting if all(j in order for j in network.layers[i].inputs)]
        order.append(r.choice(sorted(ready)))
        waiting.remove(order[-1])
    place = {old: new for new, old in enumerate(order)}
    layers = []
    for old in order:
        layer = network.layers[old]
        inputs = [place[i] for i in layer.inputs]
        if layer.kind in ("Add", "Multiply", "Maximum", "Average"):
            r.shuffle(inputs)
        layers.append(Layer(layer.kind, layer.settings, tuple(inputs), "", layer.weights_of))
    return Network(tuple(layers), place[network.output])


def test_the_canonical_form_does_not_depend_on_the_order_of_writing() -> None:
    r = random.Random(5)
    with weightless():
        for _ in range(150):
            network = read(drawn_model(r))
            first = canonical(network)
            assert canonical(shuffled(network, r)) == first
            assert canonical(first) == first
            assert canonical(folded(first)) == first
            assert total(walk(first)) == total(walk(network))
            assert walk(first)[first.output].shape == walk(network)[network.output].shape
            assert total(walk(folded(first))) == total(walk(first))
