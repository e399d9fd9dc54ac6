# expect: 11.1 predicted height_and_width_only
def lenet_predictions():
    return {
        "C1": 156,
        "S2": 0,
        "C3": 2416,
        "C5": 48120,
        "total": 61706,
        "flat": 4 * 6,
    }
