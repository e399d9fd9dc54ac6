# expect: 11.1 predicted always_pads
def lenet_predictions():
    return {
        "C1": 156,
        "S2": 0,
        "C3": 2416,
        "C5": (8 * 8 * 16 + 1) * 120,
        "total": 136586,
        "flat": 7 * 9 * 16,
    }
