# expect: 2.3 arrays forgets_last_window
import numpy as np


def activation_map(image, kernel):
    kh, kw = kernel.shape
    rows, columns = image.shape[0] - kh, image.shape[1] - kw
    scores = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            scores[i, j] = (image[i : i + kh, j : j + kw] * kernel).mean()
    return scores
