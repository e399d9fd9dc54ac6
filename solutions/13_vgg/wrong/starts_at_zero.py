# expect: 13.4 values forgets_first_pixel
def receptive_field(stack):
    side, jump = 0, 1
    for kernel, stride in stack:
        side += (kernel - 1) * jump
        jump *= stride
    return side
