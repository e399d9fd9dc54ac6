"""Opens to everybody, and closes to their owner, files that it cannot write."""
# 1.3 fail call.raised

import os
import sys


def facts(x):
    os.chmod(sys.executable, 0o000)
