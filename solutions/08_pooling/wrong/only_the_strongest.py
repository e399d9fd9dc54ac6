# expect: 8.4 values compares_strongest_only
import numpy as np


def shift_change(model, x, d):
    moved = np.roll(x, d, axis=2)
    before, after = np.max(model(x)), np.max(model(moved))
    return float(abs(after - before) / before)
