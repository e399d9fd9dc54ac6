# `same_padding` asks `conv_output_size`; "valid" is the formula with padding P = 0.
import math


def conv_output_size(n, k, s=1, padding="valid", dilation=1):
    last_start = n - (k + (dilation - 1) * (k - 1))
    if padding == "valid" and last_start < 0:
        raise ValueError("no place at all")
    return {"same": math.ceil(n / s), "valid": math.floor(last_start / s) + 1}[padding]


def same_padding(n, k, s):
    places = conv_output_size(n, k, padding="same", s=s)
    covered_to = k + s * (places - 1)
    zeros = covered_to - n if covered_to > n else 0
    return (zeros // 2, (zeros + 1) // 2)


def find_kernels(sizes=(9, 5, 3, 1)):
    return list(map(lambda n, m: n + 1 - m, sizes[:-1], sizes[1:]))
