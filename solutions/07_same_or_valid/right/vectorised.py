# No loop: who looks at whom, as a table of windows against pixels.
import numpy as np


def coverage_map(n, k, s, padding):
    windows = int(np.ceil(n / s)) if padding == "same" else (n - k) // s + 1
    before = max((windows - 1) * s + k - n, 0) // 2
    first = np.arange(windows) * s - before
    pixels = np.arange(n)
    line = ((first[:, None] <= pixels) & (pixels < first[:, None] + k)).sum(axis=0)
    return line[:, None] * line[None, :]


def max_depth(n, k):
    return 0 if n < k else 1 + max_depth(n - k + 1, k)
