# expect: 7.2 arrays stands_on_the_middle
# Half a kernel hangs over in front, whatever the zeros: with strides they are fewer.
import math

import numpy as np


def coverage_map(n, k, s, padding):
    line = np.zeros(n, dtype=int)
    if padding == "valid":
        for first in range(0, n - k + 1, s):
            line[first : first + k] += 1
    else:
        for i in range(math.ceil(n / s)):
            first = i * s - k // 2
            line[max(first, 0) : first + k] += 1
    return np.outer(line, line)
