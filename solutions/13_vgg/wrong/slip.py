# expect: 13.5 predicted -
def block_predictions():
    return {
        "two": 8688,
        "five": 9642,
        "norm": 96,
        "trained": 48,
        "dense": 33610,
    }
