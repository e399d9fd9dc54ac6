# expect: 4.2 values -
def dense_params(n_in, units, use_bias=True):
    print((n_in + use_bias) * units)
