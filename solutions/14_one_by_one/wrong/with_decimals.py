# expect: 14.2 values width_not_whole
def break_even(cin, cout, k):
    return k**2 * cin * cout / (cin + k**2 * cout)
