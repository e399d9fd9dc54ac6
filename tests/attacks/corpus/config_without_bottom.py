"""Has its model describe itself nested a hundred thousand times."""
# exercise 02
# 2.1 fail network.subclassed

import keras
import numpy as np


class Model(keras.Sequential):
    def to_json(self, **_):
        return "[" * 100_000 + "]" * 100_000


def build_net(filters):
    return Model([keras.Input((9, 7, 1))])
