# A table looked up for the codes; every window a row of one matrix, times the kernel as a column.
import numpy as np


def to_plus_minus_one(img):
    return np.array([-1.0, 1.0])[img.astype(int)]


def match_score(patch, kernel):
    return float(np.tensordot(patch, kernel)) / patch.size


def activation_map(image, kernel):
    kh, kw = kernel.shape
    top, left = np.mgrid[: image.shape[0] - kh + 1, : image.shape[1] - kw + 1]
    down, right = np.mgrid[:kh, :kw]
    cells = image[top[..., None] + down.ravel(), left[..., None] + right.ravel()]
    return cells @ (kernel.reshape(-1) / kernel.size)
