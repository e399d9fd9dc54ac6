# expect: 2.2 arrays pads_one_end
import numpy as np


def add_border(picture):
    return np.pad(picture, ((2, 0), (2, 0)))
