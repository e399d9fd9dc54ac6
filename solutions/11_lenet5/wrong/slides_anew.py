# expect: 11.1 predicted times_positions
def lenet_predictions():
    return {
        "C1": 156 * 28 * 28,
        "S2": 0,
        "C3": 2416 * 10 * 10,
        "C5": 48120,
        "total": 423038,
        "flat": 384,
    }
