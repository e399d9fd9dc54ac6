# expect: 2.3 arrays pads_the_image
import numpy as np


def activation_map(image, kernel):
    kh, kw = kernel.shape
    top, left = (kh - 1) // 2, (kw - 1) // 2
    padded = np.pad(image, ((top, kh - 1 - top), (left, kw - 1 - left)))
    scores = np.zeros(image.shape)
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            scores[i, j] = (padded[i : i + kh, j : j + kw] * kernel).mean()
    return scores
