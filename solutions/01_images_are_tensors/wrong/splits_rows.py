# expect: 1.2 arrays channels_first
def split_channels(img):
    return [sheet for sheet in img]
