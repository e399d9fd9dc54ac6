# expect: 1.2 arrays grey_without_list
def split_channels(img):
    if img.ndim == 2:
        return img
    return [img[..., c] for c in range(img.shape[-1])]
