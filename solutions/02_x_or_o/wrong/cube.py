# expect: 2.1 arrays -
# No mistake explains -8 and -7.
def to_plus_minus_one(img):
    return (img - 2.0) ** 3 + 0.0
