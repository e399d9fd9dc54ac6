# expect: 13.4 values walks_the_wrong_way
def receptive_field(stack):
    side = 1
    for kernel, stride in stack:
        side = (side - 1) * stride + kernel
    return side
