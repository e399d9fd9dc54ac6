# expect: 5.2 arrays first_channel_only
import numpy as np


def conv2d(x, w, b, strides=(1, 1), padding="valid"):
    kh, kw, _, filters = w.shape
    rows = (x.shape[0] - kh) // strides[0] + 1
    columns = (x.shape[1] - kw) // strides[1] + 1
    out = np.zeros((rows, columns, filters))
    for i in range(rows):
        for j in range(columns):
            for f in range(filters):
                top, left = i * strides[0], j * strides[1]
                window = x[top : top + kh, left : left + kw, 0]
                out[i, j, f] = (window * w[:, :, 0, f]).sum() + b[f]
    return out
