# expect: 12.1 leads -
def pad_for_224():
    return 227, 227
