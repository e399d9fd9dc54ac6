# expect: 7.3 values -
def max_depth(n, k):
    depth = (n - 1) // (k - 1)
    print(depth)
