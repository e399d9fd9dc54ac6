# expect: 5.1 values -
def conv_step(window, kernel, bias):
    return float((window * kernel).sum() - bias)
