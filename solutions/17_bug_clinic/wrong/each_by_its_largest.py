# expect: 17.1 repaired -
def fix_a(images):
    return images / images.max(axis=(1, 2, 3), keepdims=True)
