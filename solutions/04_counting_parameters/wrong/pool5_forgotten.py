# expect: 4.5 values size_before_pooling
def note_errors():
    return {"conv3": 3 * 3 * 256 * 384, "fc6": 13 * 13 * 256 * 4096}
