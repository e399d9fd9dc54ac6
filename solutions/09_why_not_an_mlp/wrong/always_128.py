# expect: 9.1 shapes units_off
import keras


def build_mlp(units):
    return keras.Sequential(
        [
            keras.Input((20, 20, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
