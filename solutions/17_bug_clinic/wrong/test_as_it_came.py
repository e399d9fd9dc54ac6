# expect: 17.2 repaired test_untouched
def fix_b(train, test):
    new_train = (train - train.mean()) / train.std()
    return new_train, test
