# expect: 4.1 values adds_the_sides
def conv2d_params(kernel, cin, filters, use_bias=True, groups=1):
    kh, kw = (kernel, kernel) if isinstance(kernel, int) else kernel
    return ((kh + kw) * (cin // groups) + use_bias) * filters
