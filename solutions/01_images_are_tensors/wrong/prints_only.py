# expect: 1.2 arrays -
# Returns None.
def split_channels(img):
    for c in range(img.shape[-1]):
        print("channel", c, img[..., c].shape)
