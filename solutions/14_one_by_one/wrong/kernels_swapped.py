# expect: 14.1 params kernels_exchanged
import keras


def bottleneck(x, squeeze, expand):
    x = keras.layers.Conv2D(squeeze, 3, padding="same", activation="relu")(x)
    return keras.layers.Conv2D(expand, 1, activation="relu")(x)
