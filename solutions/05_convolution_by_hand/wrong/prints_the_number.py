# expect: 5.1 values -
def conv_step(window, kernel, bias):
    print((window * kernel).sum() + bias)
