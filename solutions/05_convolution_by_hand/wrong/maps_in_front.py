# expect: 5.2 arrays maps_first
import numpy as np


def conv2d(x, w, b, strides=(1, 1), padding="valid"):
    kh, kw, _, filters = w.shape
    (sh, sw), sides = strides, []
    if padding == "same":
        for n, k, s in zip(x.shape, (kh, kw), strides):
            total = max((-(-n // s) - 1) * s + k - n, 0)
            sides.append((total // 2, total - total // 2))
        x = np.pad(x, [*sides, (0, 0)])
    rows, columns = (x.shape[0] - kh) // sh + 1, (x.shape[1] - kw) // sw + 1
    maps = []
    for f in range(filters):
        own = np.zeros((rows, columns))
        for i in range(rows):
            for j in range(columns):
                window = x[i * sh : i * sh + kh, j * sw : j * sw + kw]
                own[i, j] = (window * w[..., f]).sum() + b[f]
        maps.append(own)
    return np.array(maps)
