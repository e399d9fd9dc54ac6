# The table is read off modules that Keras builds; operations join the branches; own padding.
import math

import keras
import numpy as np


def inception_module(x, f1, f3r, f3, f5r, f5, fp):
    def conv(tensor, filters, kernel):
        padded = keras.layers.ZeroPadding2D(kernel // 2)(tensor)
        return keras.ops.relu(keras.layers.Conv2D(filters, kernel)(padded))

    branches = [
        conv(x, f1, 1),
        conv(conv(x, f3r, 1), f3, 3),
        conv(conv(x, f5r, 1), f5, 5),
        conv(keras.layers.MaxPooling2D(3, 1, "same")(x), fp, 1),
    ]
    return keras.ops.concatenate(branches, axis=-1)


def googlenet_table():
    shape, rows = (28, 28, 192), [*STEM]  # noqa: F821
    for name in PLAN:  # noqa: F821
        inputs = keras.Input(shape)
        if PLAN[name] is None:  # noqa: F821
            outputs = keras.layers.MaxPooling2D(3, strides=2, padding="same")(inputs)
        else:
            outputs = inception_module(inputs, *PLAN[name])  # noqa: F821
        with keras.StatelessScope(initialize_variables=False):
            model = keras.Model(inputs, outputs)
        shape = outputs.shape[1:]
        rows.append({"name": name, "shape": shape, "params": model.count_params()})
    return rows + [{"name": "fc", "shape": np.array([1000]), "params": np.int64(1025) * 1000}]


def build_mini_inception(classes=6):
    inputs = keras.Input((32, 32, 3))
    x = keras.layers.Conv2D(8, 5, strides=2, padding="same", activation="relu")(inputs)
    x = inception_module(x, 4, 4, 8, 4, 4, 4)
    x = keras.ops.max(x, axis=(1, 2))
    x = keras.layers.Dense(16, activation="relu")(x)
    return keras.Model(inputs, keras.activations.softmax(keras.layers.Dense(classes)(x)))
