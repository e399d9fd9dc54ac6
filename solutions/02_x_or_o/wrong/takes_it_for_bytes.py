# expect: 2.1 arrays expects_255
def to_plus_minus_one(img):
    return img.astype("float32") / 127.5 - 1.0
