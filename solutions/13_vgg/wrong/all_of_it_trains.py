# expect: 13.5 predicted bn_all_trainable
def block_predictions():
    return {
        "two": 8688,
        "five": 9624,
        "norm": 96,
        "trained": 4 * 24,
        "dense": 33610,
    }
