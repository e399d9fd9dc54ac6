# expect: 4.3 values total_for_trainable
def batchnorm_params(c):
    return 4 * c, 2 * c
