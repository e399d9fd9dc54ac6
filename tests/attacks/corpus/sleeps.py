"""Sleeps: no processor time is used."""
# 1.3 limit run.time

import time


def facts(x):
    time.sleep(10**6)
