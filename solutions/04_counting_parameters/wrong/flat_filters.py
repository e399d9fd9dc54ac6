# expect: 4.1 values omits_input_channels
def conv2d_params(kernel, cin, filters, use_bias=True, groups=1):
    kh, kw = (kernel, kernel) if isinstance(kernel, int) else kernel
    return (kh * kw + use_bias) * filters
