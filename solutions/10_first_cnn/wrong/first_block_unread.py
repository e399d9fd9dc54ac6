# expect: 10.1 shapes repeats_off
import keras


def build_xo_cnn(filters=3, padding="valid"):
    inputs = keras.Input((14, 14, 1))
    x = keras.layers.Conv2D(filters, 3, padding=padding, activation="relu")(inputs)
    x = keras.layers.MaxPooling2D()(x)
    x = keras.layers.Conv2D(filters, 3, padding=padding, activation="relu")(inputs)
    x = keras.layers.MaxPooling2D()(x)
    x = keras.layers.Flatten()(x)
    return keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(x))
