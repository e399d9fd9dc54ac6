# expect: 18.1 repaired -
def rows(images):
    return images.reshape(len(images), -1) / 255


PREPROCESS = rows
