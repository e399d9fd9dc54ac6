# Functional, with separate activations, a stride in place of the pooling, and a mean.
import keras


def build_mlp(units):
    inputs = keras.Input(shape=(20, 20, 1), name="letters")
    x = keras.layers.Flatten()(inputs)
    x = keras.layers.Dense(units)(x)
    x = keras.layers.ReLU()(x)
    scores = keras.layers.Dense(10)(x)
    return keras.Model(inputs, keras.layers.Softmax()(scores))


def build_shift_proof_cnn(flatten=False):
    inputs = keras.Input((20, 20, 1))
    x = keras.layers.Conv2D(16, (5, 5), strides=2, padding="same", activation="relu")(inputs)
    x = keras.layers.Conv2D(32, (5, 5), padding="same", activation="relu")(x)
    if flatten:
        x = keras.layers.Flatten()(x)
    else:
        x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
