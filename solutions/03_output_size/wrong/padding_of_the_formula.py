# expect: 3.1 values symmetric_padding
def conv_output_size(n, k, s=1, padding="valid", dilation=1):
    p = (k - 1) // 2 if padding == "same" else 0
    window = dilation * (k - 1) + 1
    if padding == "valid" and window > n:
        raise ValueError("too long")
    return (n + 2 * p - window) // s + 1
