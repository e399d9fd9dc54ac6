# expect: 7.2 arrays never_pads
import numpy as np


def coverage_map(n, k, s, padding):
    line = np.zeros(n, dtype=int)
    for first in range(0, n - k + 1, s):
        line[first : first + k] += 1
    return np.outer(line, line)
