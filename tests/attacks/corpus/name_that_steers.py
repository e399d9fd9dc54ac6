"""Gives its layers names that steer a terminal."""
# exercise 02
# 2.1 fail network.malformed

import keras
import numpy as np


def build_net(filters):
    return keras.Sequential(
        [
            keras.Input((9, 7, 1), name="<img src=x onerror=alert(1)>"),
            keras.layers.Conv2D(
                filters, 3, padding="same", activation="relu", name="=HYPERLINK(1)"
            ),
            keras.layers.MaxPooling2D(2, name="\x1b[2J"),
            keras.layers.Flatten(name="::error::x"),
            keras.layers.Dense(3, activation="softmax", name="| a | b |"),
        ]
    )
