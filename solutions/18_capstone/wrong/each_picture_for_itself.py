# expect: 18.1 repaired -
def stretched(images):
    images = images.astype("float32")
    return images - images.mean(axis=(1, 2, 3), keepdims=True)


PREPROCESS = stretched
