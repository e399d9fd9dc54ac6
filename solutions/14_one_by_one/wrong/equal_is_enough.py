# expect: 14.2 values equal_is_not_fewer
def break_even(cin, cout, k):
    return k * k * cin * cout // (cin + k * k * cout)
