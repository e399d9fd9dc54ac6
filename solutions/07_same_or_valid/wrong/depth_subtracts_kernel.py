# expect: 7.3 values subtracts_kernel
def max_depth(n, k):
    depth = 0
    while n >= k:
        n -= k
        depth += 1
    return depth
