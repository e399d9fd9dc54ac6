"""Makes folders inside of folders, fourteen hundred deep."""
# 1.3 limit run.time
# confined: 1.3 limit run.disk

import os
import time


def facts(x):
    for _ in range(1400):
        os.mkdir("d")
        os.chdir("d")
    open("left", "w").close()
    time.sleep(9)
