# The margins are empty, so rolling is moving. A grouped convolution; NumPy's own windows.
import math

import keras
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def max_pool2d(x, size, strides=None, padding="valid"):
    strides = tuple(strides) if strides else tuple(size)
    if padding == "same":
        sides = [(0, 0), (0, 0), (0, 0)]
        for axis in range(2):
            windows = math.ceil(x.shape[axis] / strides[axis])
            total = max(0, (windows - 1) * strides[axis] + size[axis] - x.shape[axis])
            sides[axis] = (total // 2, total - total // 2)
        x = np.pad(x, sides, constant_values=x.min() - 1)
    windows = sliding_window_view(x, size, axis=(0, 1))
    return windows[:: strides[0], :: strides[1]].max(axis=(-2, -1))


def build_pool_model(kind, size, strides, padding):
    model = keras.Sequential()
    model.add(keras.Input(shape=(None, None, 1)))
    if kind == "max":
        model.add(keras.layers.MaxPooling2D(size, strides=strides, padding=padding))
    if kind == "avg":
        model.add(keras.layers.AveragePooling2D(size, strides=strides, padding=padding))
    if kind == "global":
        model.add(keras.layers.GlobalMaxPooling2D())
    return model


def avg_pool_as_conv(size, channels):
    kernel = np.full((size, size, 1, channels), 1 / size / size)
    model = keras.Sequential(
        [
            keras.Input((None, None, channels)),
            keras.layers.Conv2D(channels, size, size, groups=channels, use_bias=False),
        ]
    )
    model.set_weights([kernel])
    return model


def shift_change(model, x, d):
    before = keras.ops.convert_to_numpy(model(x)).ravel()
    after = keras.ops.convert_to_numpy(model(np.roll(x, d, axis=2))).ravel()
    return np.linalg.norm(before - after) / np.linalg.norm(before)
