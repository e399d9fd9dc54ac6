# expect: 18.1 repaired batch_statistics
def brightest_is_one(images):
    return images / images.max()


PREPROCESS = brightest_is_one
