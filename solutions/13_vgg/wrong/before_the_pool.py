# expect: 13.5 predicted size_before_pooling
def block_predictions():
    return {
        "two": 8688,
        "five": 9624,
        "norm": 96,
        "trained": 48,
        "dense": (28 * 20 * 24 + 1) * 10,
    }
