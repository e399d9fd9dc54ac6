# expect: 4.5 values misses_interchange
def note_errors():
    return {"conv3": 3 * 3 * 128 * 192 * 2, "fc6": 6 * 6 * 128 * 2 * 2048 * 2}
