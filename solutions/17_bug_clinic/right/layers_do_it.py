# Keras's layers prepare the pictures; models are Functional, with activations of their own.
import keras
import numpy as np


def fix_a(images):
    return keras.layers.Rescaling(1 / 255)(images)


def fix_b(train, test):
    normalization = keras.layers.Normalization(axis=-1)
    normalization.adapt(train)
    return normalization(train), normalization(test)


def fix_d(model):
    model.compile("adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def fix_e():
    inputs = keras.Input((8, 8, 1))
    x = keras.layers.Conv2D(16, 3, padding="same")(inputs)
    x = keras.layers.MaxPooling2D()(keras.layers.ReLU()(x))
    x = keras.layers.Conv2D(32, 3, padding="same", activation="relu")(x)
    x = keras.layers.Dense(10)(keras.layers.Flatten()(x))
    return keras.Model(inputs, keras.layers.Softmax()(x))


def fix_h(x, y, augment, seed=0):
    training = np.random.default_rng(seed).permutation(len(x)) % 3 > 0
    return [augment(x[training], y[training]), augment(x[~training], y[~training])]


def fix_i():
    inputs = x = keras.Input((8, 8, 1))
    for _ in range(4):
        x = keras.layers.Conv2D(16, 3, padding="same", use_bias=False)(x)
        x = keras.layers.ReLU()(keras.layers.BatchNormalization(momentum=0.5)(x))
    x = keras.layers.Dense(10)(keras.layers.GlobalMaxPooling2D()(x))
    return keras.Model(inputs, keras.layers.Softmax()(x))


def fix_j():
    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
            keras.layers.GlobalMaxPooling2D(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


def fix_k():
    inputs = keras.Input((20, 20, 1))
    x = keras.layers.ReLU()(keras.layers.Conv2D(12, 3, padding="same")(inputs))
    x = keras.layers.AveragePooling2D(2)(x)
    x = keras.layers.Activation("relu")(keras.layers.Conv2D(24, 3, padding="same")(x))
    x = keras.layers.Flatten()(keras.layers.AveragePooling2D(2)(x))
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
