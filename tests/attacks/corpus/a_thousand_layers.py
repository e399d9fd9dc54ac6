"""Hands in a network of a thousand layers."""
# exercise 02
# 2.1 fail call.raised

import keras
import numpy as np


def build_net(filters):
    layers = [keras.layers.Activation("relu") for _ in range(1000)]
    return keras.Sequential([keras.Input((9, 7, 1)), *layers])
