# `x + y` and operations of Keras in place of layers; the shortcut is chosen by the arguments.
# ruff: noqa: F821
import keras
import tensorflow as tf


def residual_block(x, filters, stride=1):
    relu = keras.activations.relu
    f = relu(keras.layers.Conv2D(filters, (3, 3), (stride, stride), "same")(x))
    f = keras.layers.Conv2D(filters, (3, 3), padding="same")(f)
    if stride != 1 or x.shape[-1] != filters:
        x = keras.layers.Conv2D(filters, (1, 1), (stride, stride), "same")(x)
    return relu(x + f)


def build_deep_net(depth, skip):
    inputs = keras.Input((8, 8, 1))
    x = keras.layers.Conv2D(16, 3, padding="same", activation=tf.nn.relu)(inputs)
    for _ in range((depth - 1) // 2):
        before = x
        x = keras.ops.relu(keras.layers.Conv2D(16, 3, padding="same")(x))
        x = keras.layers.Conv2D(16, 3, padding="same")(x)
        if skip:
            x = x + before
        x = keras.ops.relu(x)
    x = keras.ops.mean(x, axis=(1, 2))
    x = keras.layers.Dense(10)(x)
    return keras.Model(inputs, keras.ops.softmax(x))


def gradient_norm(model, x, y):
    kernel = model.trainable_weights[0]
    with tf.GradientTape() as tape:
        loss = keras.losses.SparseCategoricalCrossentropy()(y, model(x))
    gradient = keras.ops.convert_to_numpy(tape.gradient(loss, kernel))
    return (gradient**2).sum() ** 0.5


def build_resnet20(shortcut="A"):
    relu = keras.ops.relu
    inputs = keras.Input((32, 32, 3))
    x = relu(conv_bn(inputs, 16))
    for stage in range(3):
        for block in range(3):
            filters, stride = 16 * 2**stage, 2 if stage > 0 and block == 0 else 1
            f = relu(conv_bn(x, filters, stride))
            f = conv_bn(f, filters)
            if stride == 2 and shortcut == "B":
                x = keras.layers.Conv2D(filters, 1, 2, use_bias=False)(x)
            elif stride == 2:
                missing = filters - x.shape[-1]
                x = keras.ops.pad(x, [[0, 0], [0, 0], [0, 0], [0, missing]])[:, ::2, ::2, :]
            x = relu(f + x)
    x = keras.ops.mean(x, axis=[1, 2])
    return keras.Model(inputs, keras.layers.Dense(10, "softmax")(x))


ANSWER: bool = False
