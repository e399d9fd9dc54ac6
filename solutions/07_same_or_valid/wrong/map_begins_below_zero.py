# expect: 7.2 arrays slices_from_below_zero
# A slice that begins below 0 is counted from the end of the line.
import math

import numpy as np


def coverage_map(n, k, s, padding):
    windows = math.ceil(n / s) if padding == "same" else (n - k) // s + 1
    zeros = max((windows - 1) * s + k - n, 0)
    line = np.zeros(n, dtype=int)
    for i in range(windows):
        first = i * s - zeros // 2
        line[first : first + k] += 1
    return np.outer(line, line)
