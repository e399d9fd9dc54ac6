"""Writes random bytes into every pipe."""
# 1.3 fail run.malformed

import os


def facts(x):
    for number in range(3, 256):
        try:
            os.write(number, os.urandom(5000))
        except OSError:
            pass
