# Asks whether the picture is float, instead of whether it is uint8; concatenates the rows.
import numpy as np


def to_batch(img):
    if not np.issubdtype(img.dtype, np.floating):
        img = np.divide(img, 255, dtype="float32")
    return np.atleast_3d(img)[np.newaxis].astype("float32")


def split_channels(img):
    return [np.atleast_3d(img)[:, :, c] for c in range(np.atleast_3d(img).shape[2])]


def flatten_image(img):
    return np.concatenate([row.ravel() for row in img])
