# expect: 11.1 predicted one_bias_for_all
def lenet_predictions():
    return {
        "C1": 151,
        "S2": 0,
        "C3": 2401,
        "C5": 48001,
        "total": 61475,
        "flat": 384,
    }
