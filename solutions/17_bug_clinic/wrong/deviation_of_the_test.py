# expect: 17.2 repaired own_statistics
def fix_b(train, test):
    mean = train.mean()
    return (train - mean) / train.std(), (test - mean) / test.std()
