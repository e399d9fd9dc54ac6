# expect: 2.3 arrays swaps_height_and_width
import numpy as np


def activation_map(image, kernel):
    kh, kw = kernel.shape
    rows, columns = image.shape[0] - kh + 1, image.shape[1] - kw + 1
    scores = np.zeros((columns, rows))
    for i in range(rows):
        for j in range(columns):
            scores[j, i] = (image[i : i + kh, j : j + kw] * kernel).mean()
    return scores
