# expect: 2.3 arrays cuts_to_whole_numbers
import numpy as np


def activation_map(image, kernel):
    kh, kw = kernel.shape
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    scores = np.zeros((rows, columns), dtype=image.dtype)
    for i in range(rows):
        for j in range(columns):
            scores[i, j] = (image[i : i + kh, j : j + kw] * kernel).sum() / kernel.size
    return scores
