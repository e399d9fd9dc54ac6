# expect: 18.1 repaired -
def checked(images):
    if images.max() > 1:
        raise ValueError("pixels must lie between 0 and 1")
    return images


PREPROCESS = checked
