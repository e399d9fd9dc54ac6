"""Writes a thousand files of a megabyte."""
# 1.3 fail call.raised
# confined: 1.3 limit run.disk

import time


def facts(x):
    for number in range(1000):
        with open(f"{number}", "wb") as file:
            file.write(bytes(1 << 20))
    time.sleep(9)
