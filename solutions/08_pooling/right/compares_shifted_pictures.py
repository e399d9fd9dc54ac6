# No window at all: the maximum of shifted pictures. Kernels assigned; layers that move the picture.
import math

import keras
import numpy as np


def max_pool2d(x, size, strides=None, padding="valid"):
    if strides is None:
        strides = size
    inside = [(n - k) // s + 1 for n, k, s in zip(x.shape, size, strides)]
    outputs, before = inside, (0, 0)
    if padding == "same":
        outputs = [math.ceil(n / s) for n, s in zip(x.shape, strides)]
        reach = [(m - 1) * s + k for m, s, k in zip(outputs, strides, size)]
        before = [max(r - n, 0) // 2 for r, n in zip(reach, x.shape)]
    room = [max(n, m * s) + k for n, m, s, k in zip(x.shape, outputs, strides, size)]
    canvas = np.full((*room, x.shape[2]), float("-inf"))
    canvas[before[0] : before[0] + x.shape[0], before[1] : before[1] + x.shape[1]] = x
    ends = [m * s for m, s in zip(outputs, strides)]
    best = canvas[: ends[0] : strides[0], : ends[1] : strides[1]]
    for u in range(size[0]):
        for v in range(size[1]):
            shifted = canvas[u : u + ends[0] : strides[0], v : v + ends[1] : strides[1]]
            best = np.maximum(best, shifted)
    return best


def build_pool_model(kind, size, strides, padding):
    if kind == "global":
        layer = keras.layers.GlobalMaxPooling2D(data_format="channels_last", name="global_max")
    else:
        name = {"max": "MaxPooling2D", "avg": "AveragePooling2D"}[kind]
        settings = {"pool_size": size, "padding": padding}
        if strides is not None:
            settings["strides"] = strides
        layer = getattr(keras.layers, name)(**settings)
    picture = keras.Input(shape=(None, None, 1), name="picture")
    return keras.Model(inputs=picture, outputs=layer(picture), name=f"{kind}_pooling")


def avg_pool_as_conv(size, channels):
    layer = keras.layers.Conv2D(channels, (size, size), (size, size), "valid", use_bias=False)
    layer.build((None, None, None, channels))
    layer.kernel.assign(np.tile(np.eye(channels) / (size * size), (size, size, 1, 1)))
    return keras.Sequential([keras.Input((None, None, channels)), layer])


def shift_change(model, x, d):
    padded = keras.layers.ZeroPadding2D(((0, 0), (d, 0)))(x)
    moved = keras.layers.Cropping2D(((0, 0), (0, d)))(padded)
    before, after = (np.array(model(picture)).ravel().tolist() for picture in (x, moved))
    return math.dist(before, after) / math.hypot(*before)
