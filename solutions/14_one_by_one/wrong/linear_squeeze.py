# expect: 14.1 layers activation_missing
import keras


def bottleneck(x, squeeze, expand):
    x = keras.layers.Conv2D(squeeze, 1)(x)
    return keras.layers.Conv2D(expand, 3, padding="same", activation="relu")(x)
