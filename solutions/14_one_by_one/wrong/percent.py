# expect: 14.3 committed -
PREDICTION = {"colour": 100, "arrangement": 33}
