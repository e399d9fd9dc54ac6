# np.where with whole numbers, np.mean of the products, sums over shifted images.
import numpy as np


def to_plus_minus_one(img):
    return np.where(img == 1, 1, -1)


def match_score(patch, kernel):
    return np.mean(np.multiply(patch, kernel))


def activation_map(image, kernel):
    kh, kw = kernel.shape
    rows = image.shape[0] - kh + 1
    columns = image.shape[1] - kw + 1
    total = 0
    for u in range(kh):
        for v in range(kw):
            total = total + kernel[u, v] * image[u : u + rows, v : v + columns]
    return total / (kh * kw)
