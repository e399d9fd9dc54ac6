"""Takes files out of its folder and keeps them open, full."""
# 1.3 fail call.raised
# confined: 1.3 limit run.disk

import os
import time


def facts(x):
    kept = []
    for _ in range(20):
        kept.append(open("hidden", "wb", buffering=0))
        os.unlink("hidden")
        kept[-1].write(bytes(60 << 20))
    time.sleep(9)
