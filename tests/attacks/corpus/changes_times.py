"""Makes the runner own file look old."""
# 1.3 fail call.raised

import os
import sys


def facts(x):
    os.utime(sys.modules["worker.main"].__file__, (0, 0))
