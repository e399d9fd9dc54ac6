# expect: 1.1 arrays scales_floats_too
import numpy as np


def to_batch(img):
    return np.atleast_3d(img)[None].astype("float32") / 255
