# expect: 9.1 shapes forgets_flatten
import keras


def build_mlp(units):
    return keras.Sequential(
        [
            keras.Input((20, 20, 1)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
