# expect: 3.2 values extra_zero_before
import math


def same_padding(n, k, s):
    total = max((math.ceil(n / s) - 1) * s + k - n, 0)
    before = math.ceil(total / 2)
    return before, total - before
