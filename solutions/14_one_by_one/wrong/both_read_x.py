# expect: 14.1 params layer_missing
import keras


def bottleneck(x, squeeze, expand):
    keras.layers.Conv2D(squeeze, 1, activation="relu")(x)
    return keras.layers.Conv2D(expand, 3, padding="same", activation="relu")(x)
