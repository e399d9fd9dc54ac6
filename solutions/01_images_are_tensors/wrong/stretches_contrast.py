# expect: 1.1 arrays -
# Nobody in the catalogue does this: the darkest pixel becomes 0, the brightest 1.
import numpy as np


def to_batch(img):
    img = img.astype("float32")
    img = (img - img.min()) / (img.max() - img.min())
    return np.atleast_3d(img)[None]
