"""Writes well-formed frames without end."""
# 1.3 fail run.malformed

import os

from worker.frames import pack


def say(header, payload=b""):
    """Write a frame to every pipe that there is."""
    for number in range(3, 256):
        try:
            os.write(number, pack(header, payload))
        except OSError:
            pass


def facts(x):
    while True:
        say({"kind": "array", "dtype": "|u1", "shape": [60000], "call": 9}, bytes(60000))
