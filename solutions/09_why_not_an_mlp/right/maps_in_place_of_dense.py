# A map for each letter where they are pooled, a Dense where they are not.
import keras
from keras import layers


def build_mlp(units):
    inputs = keras.Input((20, 20, 1))
    hidden = layers.Dense(units, activation="relu")(layers.Flatten()(inputs))
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(hidden))


def build_shift_proof_cnn(flatten=False):
    inputs = keras.Input((20, 20, 1))
    x = layers.Conv2D(16, 5, padding="same", activation="relu")(inputs)
    x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(32, 5, padding="same", activation="relu")(x)
    if flatten:
        scores = layers.Dense(10)(layers.Flatten()(x))
    else:
        scores = layers.GlobalMaxPooling2D()(layers.Conv2D(10, 1)(x))
    return keras.Model(inputs, layers.Softmax()(scores))
