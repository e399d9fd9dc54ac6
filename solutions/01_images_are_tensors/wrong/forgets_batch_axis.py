# expect: 1.1 arrays forgets_batch_axis
import numpy as np


def to_batch(img):
    if img.dtype == np.uint8:
        img = img.astype("float32") / 255
    if img.ndim == 2:
        img = img.reshape(img.shape[0], img.shape[1], 1)
    return img.astype("float32")
