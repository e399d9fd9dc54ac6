# expect: 2.1 arrays wraps_around
def to_plus_minus_one(img):
    return 2 * img - 1
