# expect: 1.3 arrays flattens_one_channel
def flatten_image(img):
    if img.ndim == 3:
        img = img[:, :, 0]
    return img.flatten()
