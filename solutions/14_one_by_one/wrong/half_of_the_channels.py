# expect: 14.2 values -
def break_even(cin, cout, k):
    return cin // 2
