# expect: 9.1 shapes -
import keras


def build_mlp(units):
    return keras.Sequential(
        [
            keras.Input((400,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
