# expect: 17.2 repaired joint_statistics
import numpy as np


def fix_b(train, test):
    both = np.concatenate([train, test])
    return (train - both.mean()) / both.std(), (test - both.mean()) / both.std()
