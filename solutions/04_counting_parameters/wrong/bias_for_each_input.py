# expect: 4.2 values bias_per_input
def dense_params(n_in, units, use_bias=True):
    return n_in * units + (n_in if use_bias else 0)
