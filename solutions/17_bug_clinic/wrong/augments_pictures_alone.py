# expect: 17.8 repaired -
def fix_h(x, y, augment, seed=0):
    held = len(x) // 4
    return (augment(x[held:]), y[held:]), (x[:held], y[:held])
