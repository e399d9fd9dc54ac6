"""Sends itself the signal that cannot be caught."""
# 1.3 limit run.memory

import os
import signal


def facts(x):
    os.kill(os.getpid(), signal.SIGKILL)
