# expect: 5.1 values bias_for_every_product
import numpy as np


def conv_step(window, kernel, bias):
    return np.sum(window * kernel + bias)
