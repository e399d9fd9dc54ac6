# expect: 11.1 predicted size_of_the_paper
def lenet_predictions():
    return {
        "C1": 156,
        "S2": 0,
        "C3": 2416,
        "C5": 48120,
        "total": 61706,
        "flat": 5 * 5 * 16,
    }
