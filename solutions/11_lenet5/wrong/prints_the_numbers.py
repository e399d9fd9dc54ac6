# expect: 11.1 predicted -
def lenet_predictions():
    print({"C1": 156, "S2": 0, "C3": 2416, "C5": 48120, "total": 61706, "flat": 384})
