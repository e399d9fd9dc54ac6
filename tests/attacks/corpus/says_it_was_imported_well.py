"""Says that the import went well, then spoils it."""
# 1.1 fail value.wrong
# 1.2 blocked blocked.helper
# 1.3 fail import.malformed

import os

from worker.frames import pack


def say(header, payload=b""):
    """Write a frame to every pipe that there is."""
    for number in range(3, 256):
        try:
            os.write(number, pack(header, payload))
        except OSError:
            pass


say({"kind": "imported"}, b'{"error": null}')
say({"kind": "begin", "call": 0})
say({"kind": "result", "call": 0}, b'{"value": 6}')
os._exit(0)
