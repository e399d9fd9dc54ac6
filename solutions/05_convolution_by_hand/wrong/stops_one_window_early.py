# expect: 5.2 arrays forgets_last_window
import numpy as np


def conv2d(x, w, b, strides=(1, 1), padding="valid"):
    kh, kw, _, _ = w.shape
    rows = range(0, x.shape[0] - kh, strides[0])
    columns = range(0, x.shape[1] - kw, strides[1])
    return np.array(
        [[np.tensordot(x[i : i + kh, j : j + kw], w, 3) + b for j in columns] for i in rows]
    )
