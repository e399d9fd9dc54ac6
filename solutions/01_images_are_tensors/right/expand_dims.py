# Axes by np.expand_dims, sheets by np.dsplit and np.squeeze, the row by ravel.
import numpy as np


def to_batch(img):
    img = np.asarray(img, dtype=np.float32) / (255.0 if img.dtype == np.uint8 else 1.0)
    if img.ndim == 2:
        img = np.expand_dims(img, axis=-1)
    return np.expand_dims(img, axis=0).astype(np.float32)


def split_channels(img):
    if img.ndim == 2:
        return [img]
    return [np.squeeze(sheet, axis=2) for sheet in np.dsplit(img, img.shape[2])]


def flatten_image(img):
    return img.ravel()
