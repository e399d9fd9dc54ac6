# expect: 4.4 predicted times_positions
def predictions():
    return {
        "first": (3 * 5 * 4 + 1) * 6 * 9 * 5,
        "grouped": (3 * 3 * 4 + 1) * 6 * 13 * 9,
        "valid": (3 * 2 * 5 + 1) * 7 * 11 * 8,
        "same": (3 * 2 * 5 + 1) * 7 * 13 * 9,
        "strided": 4 * 3 * 5 * 32 * 9 * 7,
        "norm": 64,
        "pool": 0,
        "dense": 844,
    }
