# expect: 12.1 leads -
def pad_for_224():
    return 3 / (227 - 224 - 3)
