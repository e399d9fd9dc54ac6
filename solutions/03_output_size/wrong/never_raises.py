# expect: 3.1 values never_raises
import math


def conv_output_size(n, k, s=1, padding="valid", dilation=1):
    if padding == "same":
        return math.ceil(n / s)
    return (n - (dilation * (k - 1) + 1)) // s + 1
