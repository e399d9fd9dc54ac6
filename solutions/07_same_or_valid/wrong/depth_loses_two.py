# expect: 7.3 values loses_two_each_time
def max_depth(n, k):
    depth = 0
    while n >= k:
        n -= 2
        depth += 1
    return depth
