# expect: 12.1 leads pads_as_same
def pad_for_224():
    return ((3, 4), (3, 4))
