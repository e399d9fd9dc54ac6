# expect: 11.1 predicted counts_pooling
def lenet_predictions():
    return {
        "C1": 156,
        "S2": 2 * 2 * 6,
        "C3": 2416,
        "C5": 48120,
        "total": 61794,
        "flat": 384,
    }
