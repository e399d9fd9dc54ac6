# expect: 17.6 repaired shuffled_apart
import numpy as np


def fix_f(x, y, seed=0):
    x = np.random.default_rng(seed).permutation(x)
    y = np.random.default_rng(seed + 1).permutation(y)
    return x, y
