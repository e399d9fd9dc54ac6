# A group is a small convolution of its own; a dense layer is a 1x1 convolution; tasks call tasks.
def conv2d_params(kernel, cin, filters, use_bias=True, groups=1):
    kh, kw = (kernel, kernel) if isinstance(kernel, int) else kernel
    one_group = (kh * kw * (cin // groups) + int(use_bias)) * (filters // groups)
    return groups * one_group


def dense_params(n_in, units, use_bias=True):
    return conv2d_params(1, n_in, units, use_bias)


def batchnorm_params(c):
    each = c + c
    return each, each


def predictions():
    pair = conv2d_params((3, 2), 5, 7)
    return {
        "dense": dense_params(7 * 5 * 6, 4),
        "pool": 0,
        "norm": batchnorm_params(32)[0],
        "strided": conv2d_params((4, 3), 5, 32, use_bias=False),
        "same": pair,
        "valid": pair,
        "grouped": conv2d_params(3, 8, 6, groups=2),
        "first": conv2d_params((3, 5), 4, 6),
    }
