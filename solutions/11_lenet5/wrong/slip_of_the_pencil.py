# expect: 11.1 predicted -
def lenet_predictions():
    return {
        "C1": 156,
        "S2": 0,
        "C3": 2516,
        "C5": 48120,
        "total": 61806,
        "flat": 384,
    }
