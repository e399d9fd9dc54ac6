# expect: 18.2 accuracy -
import math

import keras


def build_model(input_shape, classes):
    units = 14_900 // (math.prod(input_shape) + classes + 1)
    return keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Flatten(),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(classes, activation="softmax"),
        ]
    )
