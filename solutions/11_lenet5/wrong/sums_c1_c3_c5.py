# expect: 11.1 predicted sums_what_was_asked
def lenet_predictions():
    return {
        "C1": 156,
        "S2": 0,
        "C3": 2416,
        "C5": 48120,
        "total": 156 + 2416 + 48120,
        "flat": 384,
    }
