# Functional, with the ReLU as a layer of its own; the border by concatenation, from a nested list.
import keras
import numpy as np
from keras.layers import Conv2D, Dense, Flatten, MaxPool2D, ReLU, Softmax


def build_net(filters):
    inputs = keras.Input((9, 7, 1))
    x = Conv2D(filters, (3, 3), padding="SAME")(inputs)
    x = MaxPool2D((2, 2))(ReLU()(x))
    return keras.Model(inputs, Softmax()(Dense(3)(Flatten()(x))))


def add_border(picture):
    empty = [0.0] * (len(picture[0]) + 2)
    return np.array([empty, *([0.0, *row, 0.0] for row in picture), empty])
