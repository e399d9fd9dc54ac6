"""Fills a folder that nobody may look into."""
# 1.3 fail call.raised
# confined: 1.3 limit run.disk

import os
import time


def facts(x):
    os.mkdir("closed", 0o300)
    for number in range(8):
        with open(f"closed/{number}", "wb") as file:
            file.write(bytes(60 << 20))
    time.sleep(9)
