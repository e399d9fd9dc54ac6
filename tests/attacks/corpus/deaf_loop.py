"""Ignores every signal, then runs for ever."""
# 1.3 limit run.time

import contextlib
import signal


def facts(x):
    for number in signal.valid_signals():
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_IGN)
    while True:
        pass
