# expect: 12.1 leads pair_for_two_ends
def pad_for_224():
    return (2, 1)
