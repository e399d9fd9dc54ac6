# One map for each class, its maximum taken by keras.ops; the pixels looked up in a table.
import keras
import numpy as np

SHARES = np.linspace(0, 1, 256)


def PREPROCESS(images):
    return SHARES[images]


def build_model(input_shape, classes):
    pixels = keras.Input(input_shape)
    x = keras.layers.Conv2D(12, 5, padding="same", activation="relu")(pixels)
    x = keras.layers.MaxPooling2D()(x)
    x = keras.layers.Conv2D(20, 5, padding="same", activation="relu")(x)
    x = keras.layers.Conv2D(classes, 1)(x)
    return keras.Model(pixels, keras.ops.softmax(keras.ops.max(x, axis=(1, 2))))
