# expect: 1.1 arrays forgets_channel_axis
import numpy as np


def to_batch(img):
    scale = 255 if img.dtype == np.uint8 else 1
    return np.expand_dims(img / scale, 0).astype(np.float32)
