# The plain network is Sequential; the model is compiled and asked for its own loss.
# ruff: noqa: F821
import keras
import tensorflow as tf


def residual_block(x, filters, stride=1):
    short = x
    if stride > 1 or filters != x.shape[3]:
        short = keras.layers.Conv2D(filters, 1, strides=stride, padding="same")(x)
    x = keras.layers.Conv2D(filters, 3, strides=stride, padding="same", activation="relu")(x)
    x = keras.layers.Conv2D(filters, 3, padding="same")(x)
    x = keras.layers.add([short, x])
    return keras.layers.Activation(keras.activations.relu)(x)


def build_deep_net(depth, skip):
    if not skip:
        model = keras.Sequential([keras.Input((8, 8, 1))])
        for _ in range(depth):
            model.add(keras.layers.Conv2D(16, 3, padding="same", activation="relu"))
        model.add(keras.layers.GlobalAveragePooling2D())
        model.add(keras.layers.Dense(10, activation="softmax"))
        return model
    x = inputs = keras.Input((8, 8, 1))
    x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    for _ in range(1, depth, 2):
        x = residual_block(x, 16)
    outputs = keras.layers.Dense(10, activation="softmax")(keras.layers.GlobalAvgPool2D()(x))
    model = keras.Model(inputs=inputs, outputs=outputs)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    return model


def gradient_norm(model, x, y):
    model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")
    kernels = [w for w in model.trainable_variables if w.name == "kernel"]
    with tf.GradientTape() as tape:
        loss = model.compute_loss(x, y, model(x))
    return tf.linalg.global_norm([tape.gradient(loss, kernels[0])]).numpy()


def build_resnet20(shortcut="A"):
    def block(x, filters, stride=1):
        y = keras.activations.relu(conv_bn(x, filters, stride=stride))
        y = conv_bn(y, filters)
        if stride == 1:
            return keras.activations.relu(keras.layers.add([x, y]))
        if shortcut == "B":
            convolution = keras.layers.Conv2D(filters, 1, 2, padding="same", use_bias=False)
            return keras.activations.relu(keras.layers.add([convolution(x), y]))
        x = x[:, 0:32:2, 0:32:2, :]
        x = keras.ops.pad(x, [(0, 0), (0, 0), (0, 0), (0, filters // 2)], constant_values=0)
        return keras.activations.relu(keras.layers.add([x, y]))

    inputs = keras.Input((32, 32, 3))
    x = keras.activations.relu(conv_bn(inputs, 16))
    x = block(block(block(x, 16), 16), 16)
    x = block(block(block(x, 32, 2), 32), 32)
    x = block(block(block(x, 64, 2), 64), 64)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
