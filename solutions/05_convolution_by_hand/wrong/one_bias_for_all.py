# expect: 5.2 arrays one_bias_for_all
import numpy as np


def conv2d(x, w, b, strides=(1, 1), padding="valid"):
    kh, kw, _, filters = w.shape
    rows = (x.shape[0] - kh) // strides[0] + 1
    columns = (x.shape[1] - kw) // strides[1] + 1
    out = np.zeros((rows, columns, filters))
    for i, j, f in np.ndindex(rows, columns, filters):
        window = x[i * strides[0] :, j * strides[1] :][:kh, :kw]
        out[i, j, f] = conv_step(window, w[..., f], b[0])  # noqa: F821
    return out
