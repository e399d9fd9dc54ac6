"""Starts threads without end."""
# 1.3 fail call.raised

import threading
import time


def facts(x):
    while True:
        threading.Thread(target=time.sleep, args=(99,), daemon=True).start()
