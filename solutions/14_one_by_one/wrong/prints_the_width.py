# expect: 14.2 values -
def break_even(cin, cout, k):
    print((k * k * cin * cout - 1) // (cin + k * k * cout))
