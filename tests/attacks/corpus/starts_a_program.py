"""Starts a program."""
# 1.3 fail call.raised

import subprocess


def facts(x):
    return subprocess.run(["cat", "/etc/passwd"], capture_output=True).stdout
