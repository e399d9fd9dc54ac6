# expect: 17.1 repaired scaled_twice
def fix_a(images):
    batch = images.astype("float32") / 255
    return batch / 255
