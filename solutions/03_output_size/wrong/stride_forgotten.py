# expect: 3.2 values ignores_stride
def same_padding(n, k, s):
    before = (k - 1) // 2
    return before, k - 1 - before
