# Every window and every pixel, one by one; the depth by trying.
import numpy as np


def coverage_map(n, k, s, padding):
    if padding == "valid":
        windows, before = (n - k + s) // s, 0
    else:
        windows = -(-n // s)
        before = max((windows - 1) * s + k - n, 0) // 2
    seen = np.zeros((n, n))
    for i in range(windows):
        for j in range(windows):
            for row in range(i * s - before, i * s - before + k):
                for column in range(j * s - before, j * s - before + k):
                    if 0 <= row < n and 0 <= column < n:
                        seen[row, column] += 1
    return seen


def max_depth(n, k):
    depth = 0
    while n >= k:
        n -= k - 1
        depth += 1
    return depth
