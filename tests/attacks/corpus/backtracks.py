"""Has one regular expression try every way there is."""
# 1.3 limit run.time

import re


def facts(x):
    return re.match("(a|a)*b", "a" * 60)
