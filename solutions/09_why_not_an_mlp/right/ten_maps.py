# A map for each letter, and no dense layer at all; the row made by Reshape.
import keras
from keras import layers


def build_mlp(units):
    return keras.Sequential(
        [
            keras.Input((20, 20, 1)),
            layers.Reshape((400,)),
            layers.Dense(units, "relu"),
            layers.Dense(10, "softmax"),
        ]
    )


def build_shift_proof_cnn(flatten=False):
    model = keras.Sequential([keras.Input((20, 20, 1))])
    model.add(layers.Conv2D(16, 5, padding="same", activation="relu"))
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Conv2D(32, 5, padding="same", activation="relu"))
    model.add(layers.Conv2D(10, 1))
    if flatten:
        model.add(layers.Flatten())
        model.add(layers.Dense(10))
    else:
        model.add(layers.GlobalMaxPooling2D())
    model.add(layers.Softmax())
    return model
