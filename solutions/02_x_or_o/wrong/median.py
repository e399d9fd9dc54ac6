# expect: 2.2 values -
# A median of products is no mistake of the catalogue.
import numpy as np


def match_score(patch, kernel):
    return float(np.median(patch * kernel))
