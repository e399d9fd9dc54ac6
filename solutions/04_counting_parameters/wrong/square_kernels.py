# expect: 4.1 values squares_height
def conv2d_params(kernel, cin, filters, use_bias=True, groups=1):
    k = kernel if isinstance(kernel, int) else kernel[0]
    return (k**2 * cin // groups + (1 if use_bias else 0)) * filters
