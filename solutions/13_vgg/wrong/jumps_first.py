# expect: 13.4 values own_stride_too_early
def receptive_field(stack):
    side, jump = 1, 1
    for kernel, stride in stack:
        jump *= stride
        side += (kernel - 1) * jump
    return side
