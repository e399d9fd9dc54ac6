# expect: 14.3 committed -
PREDICTION = {"colour": 1.0, "arrangement": None}
