"""Hides Python in a layer."""
# exercise 02
# 2.1 fail network.layer_unknown

import keras
import numpy as np


def build_net(filters):
    return keras.Sequential([keras.Input((9, 7, 1)), keras.layers.Lambda(lambda x: x)])
