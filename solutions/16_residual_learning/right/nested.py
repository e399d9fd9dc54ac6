# F is a model of its own; explicit zeros in place of "same"; every pixel a Dense layer.
# ruff: noqa: F821
import keras
import numpy as np
import tensorflow as tf


def residual_block(x, filters, stride=1):
    f = keras.Sequential(
        [
            keras.Input(x.shape[1:]),
            keras.layers.Conv2D(filters, 3, strides=stride, padding="same", activation="relu"),
            keras.layers.Conv2D(filters, 3, padding="same"),
        ]
    )
    y = f(x)
    if y.shape[1:] == x.shape[1:]:
        shortcut = x
    else:
        shortcut = keras.layers.Dense(filters)(x[:, ::stride, ::stride])
    return keras.layers.ReLU()(keras.layers.add([y, shortcut]))


def build_deep_net(depth, skip):
    x = inputs = keras.Input((8, 8, 1))
    for number in range(depth):
        if number % 2:  # the first one of a block
            shortcut = x
        x = keras.layers.ZeroPadding2D(1)(x)
        x = keras.layers.Conv2D(16, 3)(x)
        if skip and number and number % 2 == 0:
            x = keras.layers.Add()([shortcut, x])
        x = keras.layers.ReLU()(x)
    x = keras.layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))


def gradient_norm(model, x, y):
    convolutions = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]
    with tf.GradientTape() as tape:
        answers = model(x)
        one_hot = keras.utils.to_categorical(y, answers.shape[-1])
        loss = keras.ops.mean(keras.losses.categorical_crossentropy(one_hot, answers))
    gradient = tape.gradient(loss, convolutions[0].kernel)
    return tf.sqrt(tf.reduce_sum(tf.square(gradient)))


def build_resnet20(shortcut="A"):
    def body(shape, filters, stride):
        x = keras.Input(shape)
        y = conv_bn(keras.layers.ReLU()(conv_bn(x, filters, stride)), filters)
        return keras.Model(x, y)

    def shorter(x, filters):
        if shortcut == "A":
            zeros = ((0, 0), (0, 0), (0, 0), (0, filters - x.shape[3]))
            return keras.ops.pad(keras.layers.AveragePooling2D(1, 2)(x), zeros)
        return keras.layers.Conv2D(filters, 1, use_bias=False)(x[:, ::2, ::2])

    inputs = keras.Input((32, 32, 3))
    x = keras.layers.ReLU()(conv_bn(inputs, 16))
    for i in range(9):
        filters, stride = (16, 32, 64)[i // 3], 1 + (i in (3, 6))
        y = body(x.shape[1:], filters, stride)(x)
        x = keras.activations.relu(y + (shorter(x, filters) if stride == 2 else x))
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))


ANSWER = np.bool_(False)
