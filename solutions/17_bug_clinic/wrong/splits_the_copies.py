# expect: 17.8 repaired leaks
def fix_h(x, y, augment, seed=0):
    x, y = augment(x, y)
    held = len(x) // 4
    return (x[held:], y[held:]), (x[:held], y[:held])
