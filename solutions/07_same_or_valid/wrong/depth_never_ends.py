# expect: 7.3 values - limit
def max_depth(n, k):
    depth = 0
    while n >= k:
        depth += 1
    return depth
