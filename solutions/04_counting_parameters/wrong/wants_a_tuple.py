# expect: 4.1 values -
def conv2d_params(kernel, cin, filters, use_bias=True, groups=1):
    kh, kw = kernel
    weights = kh * kw * (cin // groups) * filters
    return weights + (filters if use_bias else 0)
