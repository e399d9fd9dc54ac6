# expect: 13.4 values field_without_strides
def receptive_field(stack):
    return 1 + sum(kernel - 1 for kernel, stride in stack)
