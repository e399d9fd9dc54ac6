"""Announces a frame of four gigabytes."""
# 1.3 fail run.malformed

import os


def facts(x):
    for number in range(3, 256):
        try:
            os.write(number, b"\xff\xff\xff\x7f" * 2)
        except OSError:
            pass
