# expect: 5.1 values forgets_bias
import numpy as np


def conv_step(window, kernel, bias):
    return np.sum(window * kernel)
