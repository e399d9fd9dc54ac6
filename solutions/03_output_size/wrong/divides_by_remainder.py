# expect: 3.2 values -
def same_padding(n, k, s):
    total = max(k - s // (n % s), 0)
    return total // 2, total - total // 2
