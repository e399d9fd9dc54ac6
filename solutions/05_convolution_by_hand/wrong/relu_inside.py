# expect: 5.2 arrays applies_relu
import math

import numpy as np


def conv2d(x, w, b, strides=(1, 1), padding="valid"):
    kh, kw, _, filters = w.shape
    sh, sw = strides
    if padding == "same":
        sides = []
        for n, k, s in zip(x.shape, (kh, kw), strides):
            total = max((math.ceil(n / s) - 1) * s + k - n, 0)
            sides.append((total // 2, total - total // 2))
        x = np.pad(x, [*sides, (0, 0)])
    rows, columns = (x.shape[0] - kh) // sh + 1, (x.shape[1] - kw) // sw + 1
    out = np.zeros((rows, columns, filters))
    for i, j, f in np.ndindex(out.shape):
        window = x[i * sh : i * sh + kh, j * sw : j * sw + kw]
        out[i, j, f] = max((window * w[..., f]).sum() + b[f], 0)
    return out
