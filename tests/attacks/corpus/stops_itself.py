"""Stops, and waits to be continued."""
# 1.3 limit run.time

import os
import signal


def facts(x):
    os.kill(os.getpid(), signal.SIGSTOP)
