# expect: 1.3 arrays channel_after_channel
def flatten_image(img):
    if img.ndim == 3:
        img = img.transpose(2, 0, 1)
    return img.flatten()
