# expect: 14.2 values squeeze_for_free
def break_even(cin, cout, k):
    m = 0
    while k * k * (m + 1) * cout < k * k * cin * cout:
        m += 1
    return m
