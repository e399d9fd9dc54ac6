# expect: 11.1 predicted lenet_28
def lenet_predictions():
    return {
        "C1": 156,
        "S2": 0,
        "C3": 2416,
        "C5": (4 * 4 * 16 + 1) * 120,
        "total": 44426,
        "flat": 384,
    }
