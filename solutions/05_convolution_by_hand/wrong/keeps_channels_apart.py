# expect: 5.2 arrays keeps_channels_apart
import numpy as np


def conv2d(x, w, b, strides=(1, 1), padding="valid"):
    kh, kw, _, _ = w.shape
    sh, sw = strides
    rows = (x.shape[0] - kh) // sh + 1
    columns = (x.shape[1] - kw) // sw + 1
    out = []
    for i in range(rows):
        for j in range(columns):
            window = x[i * sh : i * sh + kh, j * sw : j * sw + kw]
            out.append((window[..., None] * w).sum(axis=(0, 1)) + b)
    return np.array(out).reshape(rows, columns, *out[0].shape)
