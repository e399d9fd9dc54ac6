"""What is trained is the network that was read: rebuilt, read again, it is the same."""

from __future__ import annotations

import pytest

from grader.network import Layer, Network, canonical
from grader.train.rebuild import to_keras
from tests.network.building import keras, read, weightless

L = keras.layers


def branches(merge):
    return lambda x: merge([x, L.Conv2D(3, 1)(x)])


def shared(x):
    twice = L.Conv2D(3, 3, padding="same")
    return twice(twice(x))


BODIES = {
    "convolution": lambda x: L.Conv2D(4, (3, 2), strides=2, activation="relu", use_bias=False)(x),
    "dilation": lambda x: L.Conv2D(4, 3, dilation_rate=2, padding="same")(x),
    "groups": lambda x: L.Conv2D(6, 3, groups=3)(x),
    "depthwise": lambda x: L.DepthwiseConv2D(3, depth_multiplier=2)(x),
    "separable": lambda x: L.SeparableConv2D(4, 3)(x),
    "transposed": lambda x: L.Conv2DTranspose(4, 3, strides=2)(x),
    "padding": lambda x: L.MaxPooling2D(2)(L.ZeroPadding2D(((1, 0), (2, 1)))(x)),
    "cropping": lambda x: L.Cropping2D(((1, 0), (2, 1)))(x),
    "upsampling": lambda x: L.UpSampling2D(2)(x),
    "average": lambda x: L.AveragePooling2D(3, 2, "same")(x),
    "global": lambda x: L.GlobalMaxPooling2D(keepdims=True)(x),
    "head": lambda x: L.Dense(3, activation="softmax")(L.Flatten()(x)),
    "reshape": lambda x: L.Permute((2, 1, 3))(L.Reshape((4, 16, 3))(x)),
    "leaky": lambda x: L.LeakyReLU(0.1)(x),
    "clipped": lambda x: L.ReLU(max_value=4, negative_slope=0.1, threshold=0.5)(x),
    "softmax along the height": lambda x: L.Softmax(axis=1)(x),
    "gelu": lambda x: L.Activation("gelu")(x),
    "batch normalisation": lambda x: L.BatchNormalization(momentum=0.5, scale=False)(x),
    "layer normalisation": lambda x: L.LayerNormalization()(x),
    "dropout": lambda x: L.SpatialDropout2D(0.25)(L.Dropout(0.5)(x)),
    "frozen": lambda x: L.Conv2D(3, 1, trainable=False)(x),
    "rescaling": lambda x: L.Rescaling(1 / 255)(L.Conv2D(3, 1)(x)),
    "add": branches(L.Add()),
    "subtract": branches(L.Subtract()),
    "multiply": branches(L.Multiply()),
    "maximum": branches(L.Maximum()),
    "concatenate": branches(L.Concatenate()),
    "operators": lambda x: keras.ops.relu(x + L.Conv2D(3, 1)(x)),
    "slices": lambda x: L.Conv2D(3, 1)(x[:, ::2, 1:, :]),
    "zeros of ops": lambda x: L.MaxPooling2D(2)(keras.ops.pad(x, ((0, 0), (1, 0), (2, 1), (0, 0)))),
    "shared": shared,
}


def plain(model):
    return canonical(read(model), keep_dropout=True, keep_momentum=True)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_network_is_rebuilt_as_it_was(body):
    with weightless():
        inputs = keras.Input((8, 8, 3))
        model = keras.Model(inputs, body(inputs))
        rebuilt = to_keras(plain(model))
    assert plain(rebuilt) == plain(model)
    assert rebuilt.output_shape == model.output_shape
    counts = [len(m.trainable_weights) for m in (model, rebuilt)]
    assert counts[0] == counts[1]
    assert rebuilt.count_params() == model.count_params()


def test_a_kind_that_nobody_trains():
    network = Network((Layer("Input", (("shape", (3,)),)), Layer("Magic", (), (0,))), 1)
    with pytest.raises(ValueError, match="no accuracy check trains a Magic"):
        to_keras(network)
