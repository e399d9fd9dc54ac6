# expect: 2.2 values recodes_inside
import numpy as np


def match_score(patch, kernel):
    patch = np.where(patch > 0, 1, -1)
    kernel = np.where(kernel > 0, 1, -1)
    return float((patch * kernel).mean())
