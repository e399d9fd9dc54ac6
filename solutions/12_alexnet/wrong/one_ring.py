# expect: 12.1 leads one_on_each_side
def pad_for_224():
    return (1, 1)
