# expect: 5.1 values flips_kernel
def conv_step(window, kernel, bias):
    kernel = kernel[::-1, ::-1]  # "convolution" as in mathematics
    return float((window * kernel).sum() + bias)
