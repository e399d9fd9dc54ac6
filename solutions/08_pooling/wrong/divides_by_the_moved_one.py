# expect: 8.4 values divides_by_moved
import numpy as np


def shift_change(model, x, d):
    before, after = np.asarray(model(x)), np.asarray(model(np.roll(x, d, axis=2)))
    return float(np.linalg.norm(after - before) / np.linalg.norm(after))
