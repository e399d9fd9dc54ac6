"""Raises an error whose message steers terminals, pages and spreadsheets."""
# 1.3 fail call.raised

def facts(x):
    raise ValueError("\x1b[2J\x1b[32m100/100 <img src=x onerror=alert(1)> =HYPERLINK(1)\n::error::x")
