# expect: 5.2 arrays swaps_height_and_width
import numpy as np


def conv2d(x, w, b, strides=(1, 1), padding="valid"):
    kh, kw, _, filters = w.shape
    rows = (x.shape[0] - kh) // strides[0] + 1
    columns = (x.shape[1] - kw) // strides[1] + 1
    out = np.zeros((columns, rows, filters))
    for i in range(rows):
        for j in range(columns):
            window = x[i * strides[0] :, j * strides[1] :][:kh, :kw]
            out[j, i] = np.tensordot(window, w, 3) + b
    return out
