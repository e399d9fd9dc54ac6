# expect: 4.1 values divides_groups_twice
def conv2d_params(kernel, cin, filters, use_bias=True, groups=1):
    kh, kw = (kernel, kernel) if isinstance(kernel, int) else kernel
    weights = kh * kw * (cin // groups) * (filters // groups)
    return weights + (filters if use_bias else 0)
