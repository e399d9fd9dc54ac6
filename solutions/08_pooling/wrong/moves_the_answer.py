# expect: 8.4 values shifts_output
import numpy as np


def shift_change(model, x, d):
    answer = np.asarray(model(x))
    moved = np.zeros_like(answer)
    moved[:, :, d:] = answer[:, :, :-d]
    return float(np.linalg.norm(moved - answer) / np.linalg.norm(answer))
