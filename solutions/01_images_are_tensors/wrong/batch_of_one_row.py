# expect: 1.3 arrays row_in_a_batch
def flatten_image(img):
    return img.flatten()[None, :]
