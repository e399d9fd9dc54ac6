# expect: 12.1 leads pads_one_direction
def pad_for_224():
    return ((0, 0), (1, 2))
