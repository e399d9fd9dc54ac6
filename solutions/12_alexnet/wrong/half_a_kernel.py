# expect: 12.1 leads padding_for_stride_one
def pad_for_224():
    return 5
