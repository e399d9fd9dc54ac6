# Seven nested loops in plain Python, no padding array: cells outside the picture are skipped.
import numpy as np


def conv_step(window, kernel, bias):
    total = bias
    for window_row, kernel_row in zip(window, kernel):
        for window_cell, kernel_cell in zip(window_row, kernel_row):
            for a, b in zip(window_cell, kernel_cell):
                total += a * b
    return total


def conv2d(x, w, b, strides=(1, 1), padding="valid"):
    height, width, channels = x.shape
    kh, kw, _, filters = w.shape
    sh, sw = strides
    if padding == "same":
        rows, columns = -(-height // sh), -(-width // sw)
        top = max((rows - 1) * sh + kh - height, 0) // 2
        left = max((columns - 1) * sw + kw - width, 0) // 2
    else:
        rows, columns = (height - kh) // sh + 1, (width - kw) // sw + 1
        top = left = 0
    out = np.zeros((rows, columns, filters), dtype=np.float32)
    for i in range(rows):
        for j in range(columns):
            for f in range(filters):
                out[i, j, f] = b[f]
                for u in range(kh):
                    for v in range(kw):
                        y, z = i * sh + u - top, j * sw + v - left
                        if 0 <= y < height and 0 <= z < width:
                            for c in range(channels):
                                out[i, j, f] += x[y, z, c] * w[u, v, c, f]
    return out
