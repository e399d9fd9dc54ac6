# expect: 8.4 values compares_with_itself
# `moved` is no copy: both answers are of the moved picture.
import numpy as np


def shift_change(model, x, d):
    moved = x
    moved[:, :, d:] = x[:, :, :-d]
    moved[:, :, :d] = 0
    before, after = np.asarray(model(x)), np.asarray(model(moved))
    return float(np.linalg.norm(after - before) / np.linalg.norm(before))
