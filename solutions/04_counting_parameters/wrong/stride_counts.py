# expect: 4.4 predicted stride_in_count
def predictions():
    return {
        "first": (3 * 5 * 4 * 2 + 1) * 6,
        "grouped": 222,
        "valid": 217,
        "same": 217,
        "strided": 4 * 3 * 5 * 3 * 32,
        "norm": 64,
        "pool": 0,
        "dense": 844,
    }
