# expect: 8.4 values -
def shift_change(model, x, d):
    return 0.0
