# expect: 12.1 leads paper_224_as_it_is
def pad_for_224():
    return ((0, 0), (0, 0))
