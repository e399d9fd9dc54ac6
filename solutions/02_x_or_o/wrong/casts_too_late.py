# expect: 2.1 arrays wraps_around
def to_plus_minus_one(img):
    return (img * 2 - 1).astype("float32")
