"""Computes one number that takes years, inside of one operation."""
# 1.3 limit run.time

def facts(x):
    return 3 ** (10**9) % 7
