# Everything by reshape; one formula for grey and colour; a tuple of sheets.
import numpy as np


def to_batch(img):
    scale = 1 / 255 if img.dtype.kind == "u" else 1
    return (img.astype("float64") * scale).reshape(1, *img.shape[:2], -1).astype("float32")


def split_channels(img):
    return tuple(np.moveaxis(img.reshape(*img.shape[:2], -1), 2, 0))


def flatten_image(img):
    return img.flatten()
