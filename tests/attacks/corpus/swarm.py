"""Starts as many threads as there is room for, all of them small."""
# 1.3 limit run.memory

import threading
import time

threading.stack_size(32768)


def facts(x):
    try:
        while True:
            threading.Thread(target=time.sleep, args=(99,), daemon=True).start()
    except RuntimeError:
        time.sleep(99)
