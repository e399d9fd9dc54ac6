# expect: 3.2 values negative_padding
import math


def same_padding(n, k, s):
    total = (math.ceil(n / s) - 1) * s + k - n
    return total // 2, total - total // 2
