# expect: 1.1 arrays adds_channel_always
import numpy as np


def to_batch(img):
    if img.dtype == np.uint8:
        img = img / 255
    return img[None, ..., None].astype("float32")
