# expect: 17.1 repaired not_scaled
import numpy as np


def fix_a(images):
    return np.asarray(images, np.float32)
