# expect: 1.3 arrays -
# The numbers are right, but a list has neither shape nor dtype.
def flatten_image(img):
    return img.flatten().tolist()
