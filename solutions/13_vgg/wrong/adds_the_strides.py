# expect: 13.4 values -
def receptive_field(stack):
    side, jump = 1, 1
    for kernel, stride in stack:
        side += (kernel - 1) * jump
        jump += stride - 1
    return side
