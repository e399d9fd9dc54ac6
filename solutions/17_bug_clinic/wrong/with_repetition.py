# expect: 17.6 repaired -
import numpy as np


def fix_f(x, y, seed=0):
    order = np.random.default_rng(seed).integers(0, len(x), len(x))
    return x[order], y[order]
