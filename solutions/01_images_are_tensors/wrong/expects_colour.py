# expect: 1.2 arrays -
# Raises an IndexError for a grey picture.
def split_channels(img):
    return [img[:, :, c] for c in range(img.shape[2])]
