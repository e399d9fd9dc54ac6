# expect: 5.2 arrays drops_odd_zero
import math

import numpy as np


def conv2d(x, w, b, strides=(1, 1), padding="valid"):
    kh, kw, _, filters = w.shape
    sh, sw = strides
    if padding == "same":
        down = max((math.ceil(x.shape[0] / sh) - 1) * sh + kh - x.shape[0], 0) // 2
        right = max((math.ceil(x.shape[1] / sw) - 1) * sw + kw - x.shape[1], 0) // 2
        x = np.pad(x, ((down, down), (right, right), (0, 0)))
    rows, columns = (x.shape[0] - kh) // sh + 1, (x.shape[1] - kw) // sw + 1
    out = np.zeros((rows, columns, filters))
    for i, j, f in np.ndindex(out.shape):
        window = x[i * sh : i * sh + kh, j * sw : j * sw + kw]
        out[i, j, f] = (window * w[..., f]).sum() + b[f]
    return out
