# expect: 1.1 arrays forgets_float32
import numpy as np


def to_batch(img):
    if img.dtype == np.uint8:
        img = img / 255.0
    return np.atleast_3d(img)[None].astype(float)
