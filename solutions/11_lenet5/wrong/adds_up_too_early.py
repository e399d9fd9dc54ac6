# expect: 11.1 predicted -
def lenet_predictions():
    answer = {"C1": 156, "S2": 0, "C3": 2416, "C5": 48120, "flat": 384}
    answer["total"] = answer["C1"] + answer["C3"] + answer["C5"] + answer["F6"] + answer["output"]
    return answer
