# expect: 11.1 predicted forgets_plus_one
def lenet_predictions():
    return {
        "C1": 156,
        "S2": 0,
        "C3": 2416,
        "C5": 48120,
        "total": 61706,
        "flat": 3 * 5 * 16,
    }
