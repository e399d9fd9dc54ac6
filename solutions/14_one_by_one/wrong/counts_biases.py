# expect: 14.2 values counts_absent_bias
def break_even(cin, cout, k):
    direct = (k * k * cin + 1) * cout
    widths = range(1, cin + 1)
    return max((m for m in widths if (cin + 1) * m + (k * k * m + 1) * cout < direct), default=0)
