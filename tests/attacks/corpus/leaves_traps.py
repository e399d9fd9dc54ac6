"""Leaves pipes, links and folders without end in its scratch folder."""

import contextlib
import os


def facts(x):
    with contextlib.suppress(OSError):
        os.symlink("/", "root")
        os.symlink("loop", "loop")
        os.mkfifo("pipe")
        for _ in range(200):
            os.mkdir("deep")
            os.chdir("deep")
    return {"square": x * x, "half": x / 2}
