# expect: 14.1 params drops_bias
import keras


def bottleneck(x, squeeze, expand):
    x = keras.layers.Conv2D(squeeze, 1, activation="relu", use_bias=False)(x)
    return keras.layers.Conv2D(expand, 3, padding="same", activation="relu", use_bias=False)(x)
