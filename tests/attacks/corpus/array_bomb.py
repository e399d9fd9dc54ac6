"""Announces an array of a trillion numbers, and sends none."""
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
    for call in range(20):
        say({"kind": "array", "dtype": "<f4", "shape": [10**12], "call": call})
