# expect: 4.4 predicted size_before_pooling
def predictions():
    return {
        "first": 366,
        "grouped": 222,
        "valid": 217,
        "same": 217,
        "strided": 1920,
        "norm": 64,
        "pool": 0,
        "dense": (14 * 10 * 6 + 1) * 4,
    }
