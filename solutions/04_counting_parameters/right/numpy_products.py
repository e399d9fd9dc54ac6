# NumPy's products of weight shapes, as `layer.weights` would show them.
import numpy as np


def conv2d_params(kernel, cin, filters, use_bias=True, groups=1):
    kh, kw = np.broadcast_to(kernel, 2)
    shapes = [(kh, kw, cin // groups, filters)] + [(filters,)] * use_bias
    return sum(np.prod(shape) for shape in shapes)


def dense_params(n_in, units, use_bias=True):
    return np.prod([n_in, units]) + np.int64(units) * use_bias


def batchnorm_params(c):
    return tuple(np.array([2, 2]) * c)


def note_errors():
    return {"fc6": np.prod([6, 6, 256, 4096]), "conv3": np.prod([3, 3, 256, 384])}
