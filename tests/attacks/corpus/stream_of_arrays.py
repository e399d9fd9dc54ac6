"""Sends empty arrays for its own call without end, as fast as it can."""
# 1.3 limit run.time
# 1.3 limit run.memory

import sys

from worker.frames import pack


def facts(x):
    frame = sys._getframe()
    while frame.f_code.co_name != "serve":
        frame = frame.f_back
    evidence, number = frame.f_locals["evidence"], frame.f_locals["call"]["call"]
    sent = pack({"kind": "array", "dtype": "|b1", "shape": [0], "call": number}) * 2000
    while True:
        evidence.write(sent)
