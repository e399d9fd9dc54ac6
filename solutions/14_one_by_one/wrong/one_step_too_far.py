# expect: 14.2 values first_that_does_not_save
def break_even(cin, cout, k):
    m = 1
    while m * cin + k * k * m * cout < k * k * cin * cout:
        m += 1
    return m
