# expect: 13.4 values sums_kernels
def receptive_field(stack):
    return sum(kernel for kernel, _ in stack)
