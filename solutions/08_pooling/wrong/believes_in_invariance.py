# expect: 8.4 values compares_with_itself
def shift_change(model, x, d):
    return 0.0
