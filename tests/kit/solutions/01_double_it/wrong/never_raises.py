# expect: 1.2 values -
def quadruple(x):
    return 4 * x
