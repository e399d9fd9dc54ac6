"""Has a layer say that it has a million million units."""
# exercise 02
# 2.1 fail network.setting

import keras
import numpy as np


class Giant(keras.layers.Dense):
    def get_config(self):
        return {**super().get_config(), "units": 10**12}


Giant.__module__, Giant.__name__ = "keras.layers", "Dense"


def build_net(filters):
    return keras.Sequential([keras.Input((9, 7, 1)), keras.layers.Flatten(), Giant(3)])
