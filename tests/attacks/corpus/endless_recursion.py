"""Calls itself for ever, with no limit on recursion."""
# 1.3 limit run.time
# 1.3 limit run.memory
# 1.3 fail run.crashed

import sys

sys.setrecursionlimit(10**9)


def facts(x):
    return facts(x)
