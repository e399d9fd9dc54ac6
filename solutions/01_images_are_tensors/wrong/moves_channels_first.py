# expect: 1.1 arrays channels_first
import numpy as np


def to_batch(img):
    if img.ndim == 2:
        img = img[..., None]
    if img.dtype == np.uint8:
        img = img / 255
    return img.transpose(2, 0, 1)[None].astype("float32")
