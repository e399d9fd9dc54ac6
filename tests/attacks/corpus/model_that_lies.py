"""Hands in a model class of its own that lies about its parameters."""
# exercise 02
# 2.1 fail network.subclassed

import keras
import numpy as np


class Model(keras.Model):
    def count_params(self):
        return 10 * 9

    def get_config(self):
        return {}


def build_net(filters):
    return Model()
