# expect: 14.1 shapes padding_flipped
import keras


def bottleneck(x, squeeze, expand):
    x = keras.layers.Conv2D(squeeze, 1, activation="relu")(x)
    return keras.layers.Conv2D(expand, 3, activation="relu")(x)
