# expect: 11.1 predicted size_before_pooling
def lenet_predictions():
    return {
        "C1": 156,
        "S2": 0,
        "C3": 2416,
        "C5": (10 * 10 * 16 + 1) * 120,
        "total": 205706,
        "flat": 8 * 12 * 16,
    }
