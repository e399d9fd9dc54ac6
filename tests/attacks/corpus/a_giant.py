"""Hands in a network that no machine could hold."""
# exercise 02
# 2.1 fail network.setting

import keras
import numpy as np


def build_net(filters):
    return keras.Sequential(
        [keras.Input((9, 7, 1)), keras.layers.Flatten(), keras.layers.Dense(2 * 10**9)]
    )
