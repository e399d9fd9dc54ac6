# expect: 13.4 values -
def receptive_field(stack):
    kernel, stride = stack
    return (kernel - 1) * stride + 1
