# expect: 2.2 values multiplies_matrices
import numpy as np


def match_score(patch, kernel):
    return float(np.dot(patch, kernel).sum()) / kernel.size
