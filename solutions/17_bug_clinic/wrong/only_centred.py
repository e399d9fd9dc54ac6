# expect: 17.2 repaired -
def fix_b(train, test):
    return train - train.mean(), test - train.mean()
