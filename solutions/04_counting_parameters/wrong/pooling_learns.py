# expect: 4.4 predicted counts_pooling
def predictions():
    return {
        "first": 366,
        "grouped": 222,
        "valid": 217,
        "same": 217,
        "strided": 1920,
        "norm": 64,
        "pool": 2 * 2 * 6,
        "dense": 844,
    }
