# Functional, with the ReLU as a layer of its own; the border by concatenation, from a nested list.
import keras
import numpy as np
from keras import layers as L


def build_net(filters):
    inputs = keras.Input((9, 7, 1))
    x = L.Conv2D(filters, (3, 3), padding="SAME")(inputs)
    x = L.MaxPool2D((2, 2))(L.ReLU()(x))
    return keras.Model(inputs, L.Softmax()(L.Dense(3)(L.Flatten()(x))))


def add_border(picture):
    empty = [0.0] * (len(picture[0]) + 2)
    return np.array([empty, *([0.0, *row, 0.0] for row in picture), empty])
