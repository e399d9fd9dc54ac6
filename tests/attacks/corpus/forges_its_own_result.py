"""Says what came of its own call, in the words of the runner and before it."""
# 1.3 fail run.malformed

import os
import sys

from worker.frames import pack


def say(header, payload=b""):
    """Write a frame to every pipe that there is."""
    for number in range(3, 256):
        try:
            os.write(number, pack(header, payload))
        except OSError:
            pass


def facts(x):
    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    number = frame.f_locals["call"]["call"]
    say({"kind": "result", "call": number}, b'{"value": {"dict": [["square", 9], ["half", 1.5]]}}')
    say({"kind": "end"})
    os._exit(0)
