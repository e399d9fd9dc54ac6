# expect: 7.2 arrays -
import numpy as np


def coverage_map(n, k, s, padding):
    line = np.zeros(n, dtype=int)
    for first in range(0, n, s):
        for offset in range(k):
            line[first + offset] += 1
    return np.outer(line, line)
