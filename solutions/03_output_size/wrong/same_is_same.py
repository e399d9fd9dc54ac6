# expect: 3.1 values same_keeps_size
def conv_output_size(n, k, s=1, padding="valid", dilation=1):
    if padding == "same":
        return n
    window = dilation * (k - 1) + 1
    if window > n:
        raise ValueError("too long")
    return (n - window) // s + 1
