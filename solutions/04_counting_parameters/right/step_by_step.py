# Loops and sums where the solution multiplies; lists for tuples; whole floats.
def conv2d_params(kernel, cin, filters, use_bias=True, groups=1):
    if isinstance(kernel, int):
        kernel = (kernel, kernel)
    learned = 0
    for _ in range(filters):
        learned += kernel[0] * kernel[1] * (cin / groups)
        if use_bias:
            learned += 1
    return learned


def dense_params(n_in, units, use_bias=True):
    return sum(n_in + use_bias for _ in range(units))


def batchnorm_params(c):
    gamma = beta = mean = variance = c
    return [gamma + beta, mean + variance]
