# expect: 16.3 values -
import numpy as np


def gradient_norm(model, x, y):
    return float(np.linalg.norm(model.get_weights()[0]))  # how long the kernel is
