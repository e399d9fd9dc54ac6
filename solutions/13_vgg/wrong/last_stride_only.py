# expect: 13.4 values stride_of_one_layer_only
def receptive_field(stack):
    side, jump = 1, 1
    for kernel, stride in stack:
        side += (kernel - 1) * jump
        jump = stride
    return side
