# expect: 11.1 predicted omits_input_channels
def lenet_predictions():
    return {
        "C1": 156,
        "S2": 0,
        "C3": (5 * 5 + 1) * 16,
        "C5": 48120,
        "total": 59706,
        "flat": 384,
    }
