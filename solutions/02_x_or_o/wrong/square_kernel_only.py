# expect: 2.3 arrays -
# Raises a ValueError: one side stands for both.
import numpy as np


def activation_map(image, kernel):
    k = kernel.shape[0]
    scores = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for i in range(scores.shape[0]):
        for j in range(scores.shape[1]):
            scores[i, j] = (image[i : i + k, j : j + k] * kernel).mean()
    return scores
