# expect: 1.1 values squares
def double(x):
    return x * x
