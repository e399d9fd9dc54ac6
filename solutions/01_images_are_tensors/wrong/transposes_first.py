# expect: 1.3 arrays column_after_column
def flatten_image(img):
    return img.T.flatten()
