# Vectorised: all windows at once, then one Einstein sum. No loop, and 5.1 as a scalar product.
import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv_step(window, kernel, bias):
    return np.vdot(window, kernel) + bias


def conv2d(x, w, b, strides=(1, 1), padding="valid"):
    if padding == "same":
        for axis in (0, 1):
            n, k, s = x.shape[axis], w.shape[axis], strides[axis]
            total = max(s * math.ceil(n / s) - s + k - n, 0)
            sides = [(0, 0)] * 3
            sides[axis] = (total // 2, math.ceil(total / 2))
            x = np.pad(x, sides)
    windows = sliding_window_view(x, w.shape[:2], axis=(0, 1))[:: strides[0], :: strides[1]]
    return np.einsum("ijchw,hwcf->ijf", windows, w) + b
