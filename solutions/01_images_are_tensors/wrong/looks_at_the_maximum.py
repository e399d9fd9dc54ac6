# expect: 1.1 arrays guesses_scale_from_maximum
import numpy as np


def to_batch(img):
    img = img.astype("float32")
    if img.max() > 1:
        img /= 255
    return np.atleast_3d(img)[None]
