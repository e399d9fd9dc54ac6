# expect: 2.1 arrays -
# Returns None.
def to_plus_minus_one(img):
    img = img.astype(float)
    img[img == 0] = -1
