# expect: 3.1 values rounds
import math


def conv_output_size(n, k, s=1, padding="valid", dilation=1):
    if padding == "same":
        return math.ceil(n / s)
    window = dilation * (k - 1) + 1
    if window > n:
        raise ValueError("too long")
    return round((n - window) / s + 1)
