# expect: 7.3 values stops_one_early
def max_depth(n, k):
    depth = 0
    while n > k:
        n -= k - 1
        depth += 1
    return depth
