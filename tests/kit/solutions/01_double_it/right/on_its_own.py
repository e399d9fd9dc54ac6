# Does not call its helper.
def quadruple(x):
    if x < 0:
        raise ValueError
    return sum([x] * 4)
