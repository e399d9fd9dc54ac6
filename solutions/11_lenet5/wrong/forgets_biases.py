# expect: 11.1 predicted forgets_bias
def lenet_predictions():
    return {
        "C1": 5 * 5 * 6,
        "S2": 0,
        "C3": 5 * 5 * 6 * 16,
        "C5": 400 * 120,
        "total": 61470,
        "flat": 384,
    }
