# expect: 14.2 values one_side_of_kernel
def break_even(cin, cout, k):
    return (k * cin * cout - 1) // (cin + k * cout)
