# expect: 17.6 repaired shuffled_apart
import numpy as np


def fix_f(x, y, seed=0):
    return np.random.default_rng(seed).permutation(x), y
