# expect: 1.1 arrays -
# Raises a ValueError: the size of another exercise, typed in.
def to_batch(img):
    return img.reshape(1, 28, 28, 1).astype("float32") / 255
