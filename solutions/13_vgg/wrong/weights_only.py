# expect: 13.5 predicted forgets_bias
def block_predictions():
    return {
        "two": 3 * 3 * 16 * 24 + 3 * 3 * 24 * 24,
        "five": 5 * 5 * 16 * 24,
        "norm": 96,
        "trained": 48,
        "dense": 14 * 10 * 24 * 10,
    }
