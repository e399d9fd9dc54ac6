# expect: 2.2 arrays -
import numpy as np


def add_border(picture):
    return np.pad(picture, 1, constant_values=1)
