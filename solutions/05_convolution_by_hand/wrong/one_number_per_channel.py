# expect: 5.1 values keeps_channels_apart
def conv_step(window, kernel, bias):
    return (window * kernel).sum(axis=(0, 1)) + bias
