# expect: 5.1 values flips_channels_too
import numpy as np


def conv_step(window, kernel, bias):
    return (window * np.flip(kernel)).sum() + bias
