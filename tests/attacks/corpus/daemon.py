"""Starts a process that outlives it."""
# 1.3 fail call.raised

import os


def facts(x):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True:
                pass
        os._exit(0)
    return {"square": x * x, "half": x / 2}
