# expect: 9.1 params layer_extra
import keras


def build_mlp(units):
    return keras.Sequential(
        [
            keras.Input((20, 20, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
