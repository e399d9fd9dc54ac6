# expect: 13.4 values multiplies_kernels
def receptive_field(stack):
    side = 1
    for kernel, _ in stack:
        side *= kernel
    return side
