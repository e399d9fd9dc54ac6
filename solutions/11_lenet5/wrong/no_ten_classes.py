# expect: 11.1 predicted misses_output_layer
def lenet_predictions():
    return {
        "C1": 156,
        "S2": 0,
        "C3": 2416,
        "C5": 48120,
        "total": 60856,
        "flat": 384,
    }
