"""Begins and answers the calls that come after its own."""
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
        say({"kind": "begin", "call": call})
        say({"kind": "result", "call": call}, b'{"value": 6}')
    return {"square": 0, "half": 0}
