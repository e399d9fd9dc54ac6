# expect: 4.4 predicted -
def predictions():
    return {
        "first": 356,
        "grouped": 222,
        "valid": 217,
        "same": 217,
        "strided": 1920,
        "norm": 64,
        "pool": 0,
        "dense": 844,
    }
