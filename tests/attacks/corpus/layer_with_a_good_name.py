"""Calls a layer of its own Dense, and registers it."""
# exercise 02
# 2.1 fail network.malformed

import keras
import numpy as np


@keras.saving.register_keras_serializable("keras.layers", "Dense")
class Dense(keras.layers.Layer):
    def __init__(self, units=3, **settings):
        super().__init__(**settings)
        self.units = units

    def call(self, x):
        return x[:, : self.units]


def build_net(filters):
    return keras.Sequential(
        [
            keras.Input((9, 7, 1)),
            keras.layers.Conv2D(filters, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            Dense(3),
        ]
    )
