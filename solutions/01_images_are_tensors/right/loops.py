# Number by number, with loops and a new array for each result.
import numpy as np


def to_batch(img):
    picture = np.atleast_3d(img)
    height, width, channels = picture.shape
    batch = np.zeros((1, height, width, channels), dtype="float32")
    for i in range(height):
        for j in range(width):
            for c in range(channels):
                value = float(picture[i, j, c])
                batch[0, i, j, c] = value / 255 if img.dtype == np.dtype("uint8") else value
    return batch


def split_channels(img):
    if len(img.shape) == 2:
        return [img.copy()]
    sheets = []
    for c in range(img.shape[-1]):
        sheet = np.empty(img.shape[:2], dtype=img.dtype)
        sheet[:] = img[..., c]
        sheets.append(sheet)
    return sheets


def flatten_image(img):
    return np.array([value for pixel in img.reshape(-1, 1) for value in pixel], dtype=img.dtype)
