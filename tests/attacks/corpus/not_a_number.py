"""Returns numbers that no comparison can fail."""
# exercise 02
# 2.2 fail array.not_finite

import keras
import numpy as np


def add_border(picture):
    return np.pad(picture, 1) * np.nan
