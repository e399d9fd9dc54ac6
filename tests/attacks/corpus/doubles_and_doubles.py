"""Joins its network to itself twenty-four times."""
# exercise 02
# 2.1 fail network.too_large

import keras
import numpy as np


def build_net(filters):
    start = x = keras.Input((9, 7, 1))
    for _ in range(24):
        x = keras.layers.Concatenate()([x, x])
    return keras.Model(start, x)
