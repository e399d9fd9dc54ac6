# expect: 13.5 predicted same_view_same_count
def block_predictions():
    return {
        "two": 8688,
        "five": 8688,
        "norm": 96,
        "trained": 48,
        "dense": 33610,
    }
