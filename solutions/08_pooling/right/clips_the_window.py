# No padding array: windows are cut off at the border. Functional models, a diagonal kernel.
import keras
import numpy as np


def max_pool2d(x, size, strides=None, padding="valid"):
    slices = []
    for n, k, s in zip(x.shape, size, strides or size):
        if padding == "same":
            m = -(-n // s)
            first = -(max((m - 1) * s + k - n, 0) // 2)
        else:
            m, first = (n - k) // s + 1, 0
        starts = [first + i * s for i in range(m)]
        slices.append([slice(max(start, 0), start + k) for start in starts])
    rows, columns = slices
    return np.array([[x[r, c].max(axis=(0, 1)) for c in columns] for r in rows], dtype="float32")


def build_pool_model(kind, size, strides, padding):
    inputs = keras.Input((None, None, 1))
    if kind == "global":
        outputs = keras.layers.GlobalMaxPool2D(name="all_of_it")(inputs)
    else:
        layer = {"max": keras.layers.MaxPool2D, "avg": keras.layers.AvgPool2D}[kind]
        pair = (size, size) if isinstance(size, int) else tuple(size)
        outputs = layer(pool_size=pair, strides=strides or pair, padding=padding)(inputs)
    return keras.Model(inputs, outputs)


def avg_pool_as_conv(size, channels):
    inputs = keras.Input((None, None, channels))
    layer = keras.layers.Conv2D(channels, size, strides=size, use_bias=False)
    outputs = layer(inputs)
    kernel = np.zeros((size, size, channels, channels))
    for c in range(channels):
        kernel[:, :, c, c] = 1 / size**2
    layer.set_weights([kernel])
    return keras.Model(inputs, outputs)


def shift_change(model, x, d):
    moved = np.pad(x, ((0, 0), (0, 0), (d, 0), (0, 0)))[:, :, : x.shape[2]]
    before = model.predict(x, verbose=0)
    after = model.predict(moved, verbose=0)
    return np.sqrt(((after - before) ** 2).sum() / (before**2).sum())
