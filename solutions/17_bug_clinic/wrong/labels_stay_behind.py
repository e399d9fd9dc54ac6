# expect: 17.8 repaired labels_lost
def fix_h(x, y, augment, seed=0):
    held = len(x) // 4
    more, _ = augment(x[held:], y[held:])
    return (more, y[held:]), (x[:held], y[:held])
