"""Closes all that it has open, and goes on."""
# 1.3 fail run.exited

import os


def facts(x):
    os.closerange(0, 256)
    while True:
        pass
