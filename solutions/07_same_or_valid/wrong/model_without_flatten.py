# expect: 7.4 shapes forgets_flatten
import keras


def build_border_model(padding):
    return keras.Sequential(
        [
            keras.Input((10, 10, 1)),
            keras.layers.Conv2D(8, 3, strides=2, padding=padding, activation="relu"),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )
