# expect: 3.1 values dilation_times_kernel
import math


def conv_output_size(n, k, s=1, padding="valid", dilation=1):
    if padding == "same":
        return math.ceil(n / s)
    k = k * dilation
    if k > n:
        raise ValueError("too long")
    return (n - k) // s + 1
