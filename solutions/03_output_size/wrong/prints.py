# expect: 3.1 values -
import math


def conv_output_size(n, k, s=1, padding="valid", dilation=1):
    if padding == "same":
        print(math.ceil(n / s))
    else:
        print((n - dilation * (k - 1) - 1) // s + 1)
