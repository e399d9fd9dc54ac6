# Strides in place of poolings, a residual block, a global average; a lambda that standardises.
import keras
import numpy as np

PREPROCESS = lambda images: (images - np.float32(30)) / np.float32(80)  # noqa: E731


def build_model(input_shape, classes):
    inputs = keras.Input(input_shape)
    x = keras.layers.Conv2D(16, 5, strides=2, padding="same", activation="relu")(inputs)
    x = keras.layers.Conv2D(24, 3, strides=2, padding="same", activation="relu")(x)
    y = keras.layers.Conv2D(24, 3, padding="same", activation="relu")(x)
    x = keras.layers.Add()([x, y])
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(classes, activation="softmax")(x))
