"""Returns an object that lies about its shape and its numbers."""
# exercise 02
# 2.2 fail value.type

import keras
import numpy as np


class Lies:
    dtype = np.dtype("float32")
    shape = (10**12,)
    nbytes = 1

    def __array__(self, *_, **__):
        return np.zeros((3, 3), object)


def add_border(picture):
    return Lies()
