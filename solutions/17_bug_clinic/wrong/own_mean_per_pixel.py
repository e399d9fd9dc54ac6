# expect: 17.2 repaired own_statistics
def fix_b(train, test):
    return tuple((part - part.mean(axis=0)) / part.std(axis=0) for part in (train, test))
