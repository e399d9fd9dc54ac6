# Sequential throughout: the block is a model of its own, called on the tensor; `add` and compile.
import keras
import numpy as np


def vgg_block(x, filters, convs):
    block = keras.Sequential(name="block")
    for _ in range(convs):
        block.add(keras.layers.Conv2D(filters, 3, activation="relu", padding="same"))
    block.add(keras.layers.MaxPooling2D())
    return block(x)


def build_vgg16(classes=1000):
    model = keras.Sequential([keras.Input((224, 224, 3))])
    for index, convs in enumerate([2, 2, 3, 3, 3]):
        for _ in range(convs):
            filters = min(64 * 2**index, 512)
            model.add(keras.layers.Conv2D(filters, 3, activation="relu", padding="same"))
        model.add(keras.layers.MaxPooling2D((2, 2)))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(4096, "relu"))
    model.add(keras.layers.Dense(4096, "relu"))
    model.add(keras.layers.Dense(classes, "softmax"))
    return model


def build_minivgg(width=32, batchnorm=False, classes=10):
    model = keras.Sequential([keras.Input((32, 32, 3))])
    for step in [width, width, "pool", 2 * width, 2 * width, "pool", "flat"]:
        if step == "pool":
            model.add(keras.layers.MaxPooling2D(2, 2))
        elif step == "flat":
            model.add(keras.layers.Flatten())
            model.add(keras.layers.Dense(16 * width, activation="relu"))
        else:
            model.add(keras.layers.Conv2D(step, 3, padding="same", activation="relu"))
        if batchnorm and step != "pool":
            model.add(keras.layers.BatchNormalization())
    model.add(keras.layers.Dense(classes, activation="softmax"))
    model.compile(loss="sparse_categorical_crossentropy")
    return model


def receptive_field(stack):
    kernels, strides = np.array(stack).T
    before = np.cumprod(np.concatenate([[1], strides[:-1]]))
    return 1 + np.sum((kernels - 1) * before)


def block_predictions():
    def conv(kernel, cin, filters):
        return np.prod((kernel, kernel, cin, filters)) + filters

    norm = np.full(4, 24)
    return {
        "two": conv(3, 16, 24) + conv(3, 24, 24),
        "five": conv(5, 16, 24),
        "norm": norm.sum(),
        "trained": norm[:2].sum(),
        "dense": np.prod((14, 10, 24)) * 10 + 10,
    }
