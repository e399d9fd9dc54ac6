# expect: 2.1 arrays swaps_black_and_white
def to_plus_minus_one(img):
    return 1.0 - 2.0 * img
