# Whole numbers only: rounds up by -(-n // s), and splits the cases of "same" by the remainder.
def conv_output_size(n, k, s=1, padding="valid", dilation=1):
    covered = k + (k - 1) * (dilation - 1)
    if padding != "same" and covered > n:
        raise ValueError(covered)
    travel = n - covered if padding == "valid" else n - 1
    return travel // s + 1


def same_padding(n, k, s):
    rest = n % s
    total = max(k - (rest or s), 0)
    before, odd = divmod(total, 2)
    return before, before + odd
