# expect: 8.4 values forgets_to_divide
import numpy as np


def shift_change(model, x, d):
    before, after = model(x), model(np.roll(x, d, axis=2))
    return float(np.linalg.norm(np.asarray(after) - np.asarray(before)))
