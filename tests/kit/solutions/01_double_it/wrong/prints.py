# expect: 1.1 values -
def double(x):
    print(2 * x)
