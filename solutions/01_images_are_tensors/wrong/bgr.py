# expect: 1.2 arrays reverses_channels
def split_channels(img):
    if img.ndim == 2:
        return [img]
    return [img[..., -1 - c] for c in range(img.shape[-1])]
