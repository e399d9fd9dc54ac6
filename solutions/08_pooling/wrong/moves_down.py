# expect: 8.4 values shifts_down
import numpy as np


def shift_change(model, x, d):
    moved = np.zeros_like(x)
    moved[:, d:] = x[:, :-d]
    before, after = np.asarray(model(x)), np.asarray(model(moved))
    return float(np.linalg.norm(after - before) / np.linalg.norm(before))
