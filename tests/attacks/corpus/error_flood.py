"""Writes to standard error without end, past Python."""
# 1.3 limit run.output

import os


def facts(x):
    while True:
        os.write(2, bytes(65536))
