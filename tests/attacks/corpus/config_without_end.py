"""Has its model describe itself in fifty megabytes."""
# exercise 02
# 2.1 fail network.subclassed

import keras
import numpy as np


class Model(keras.Sequential):
    def to_json(self, **_):
        return "[" + "0," * 25_000_000 + "0]"


def build_net(filters):
    return Model([keras.Input((9, 7, 1))])
