# expect: 8.1 arrays extra_zero_before
import math

import numpy as np


def max_pool2d(x, size, strides=None, padding="valid"):
    (ph, pw), (sh, sw) = size, strides or size
    if padding == "same":
        sides = []
        for n, k, s in zip(x.shape, size, (sh, sw)):
            total = max((math.ceil(n / s) - 1) * s + k - n, 0)
            sides.append((total - total // 2, total // 2))
        x = np.pad(x, [*sides, (0, 0)], constant_values=-np.inf)
    rows, columns = (x.shape[0] - ph) // sh + 1, (x.shape[1] - pw) // sw + 1
    out = np.zeros((rows, columns, x.shape[2]))
    for i in range(rows):
        for j in range(columns):
            window = x[i * sh : i * sh + ph, j * sw : j * sw + pw]
            out[i, j] = window.max(axis=(0, 1))
    return out
