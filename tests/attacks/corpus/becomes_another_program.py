"""Has its process run another program, which says that all is well."""
# 1.3 fail call.raised

import os
import sys


def facts(x):
    os.execv(sys.executable, [sys.executable, "-c", "raise SystemExit(0)"])
