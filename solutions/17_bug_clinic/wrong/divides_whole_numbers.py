# expect: 17.1 repaired integer_pictures
def fix_a(images):
    return images // 255
