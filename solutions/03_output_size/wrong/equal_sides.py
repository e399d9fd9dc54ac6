# expect: 3.2 values symmetric_padding
def same_padding(n, k, s):
    p = (k - 1) // 2
    return p, p
