# expect: 11.1 predicted counts_as_in_1998
def lenet_predictions():
    return {
        "C1": 156,
        "S2": 12,
        "C3": 1516,
        "C5": 48120,
        "total": 60000,
        "flat": 384,
    }
