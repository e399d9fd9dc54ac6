# keras.ops in place of layers; the same head for both.
import keras


def build_mlp(units):
    pixels = keras.Input((20, 20, 1))
    hidden = keras.layers.Dense(units)(keras.ops.reshape(pixels, (-1, 400)))
    return keras.Model(pixels, keras.ops.softmax(keras.layers.Dense(10)(keras.ops.relu(hidden))))


def build_shift_proof_cnn(flatten=False):
    pixels = keras.Input((20, 20, 1))
    x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(pixels)
    x = keras.layers.MaxPool2D()(x)
    x = keras.layers.Conv2D(32, 5, padding="same", activation="relu")(x)
    x = keras.layers.Flatten()(x) if flatten else keras.ops.max(x, axis=(1, 2))
    return keras.Model(pixels, keras.layers.Dense(10, activation="softmax")(x))
