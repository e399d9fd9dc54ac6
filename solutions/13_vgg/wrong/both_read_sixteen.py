# expect: 13.5 predicted depth_never_changes
def block_predictions():
    return {
        "two": 2 * (3 * 3 * 16 + 1) * 24,
        "five": 9624,
        "norm": 96,
        "trained": 48,
        "dense": 33610,
    }
