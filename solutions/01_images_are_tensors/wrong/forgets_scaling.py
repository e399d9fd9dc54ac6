# expect: 1.1 arrays forgets_scaling
import numpy as np


def to_batch(img):
    return np.atleast_3d(img)[None].astype("float32")
