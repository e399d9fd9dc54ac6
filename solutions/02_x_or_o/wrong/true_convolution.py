# expect: 2.3 arrays flips_kernel
import numpy as np


def activation_map(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * np.rot90(kernel, 2)).mean(axis=(2, 3))
