# expect: 2.2 values forgets_to_average
import numpy as np


def match_score(patch, kernel):
    return float(np.sum(patch * kernel))
