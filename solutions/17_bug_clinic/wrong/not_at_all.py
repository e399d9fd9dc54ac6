# expect: 17.6 repaired not_shuffled
def fix_f(x, y, seed=0):
    return x, y
