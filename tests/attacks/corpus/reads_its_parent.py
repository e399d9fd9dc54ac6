"""Reads the memory of the process that it was forked from."""
# 1.3 fail call.raised

import os


def facts(x):
    with open(f"/proc/{os.getppid()}/mem", "rb") as file:
        return file.read(10)
