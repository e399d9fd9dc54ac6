"""Writes a file that every Python of this environment would run."""
# 1.3 fail call.raised

import sysconfig


def facts(x):
    with open(sysconfig.get_paths()["purelib"] + "/evil.pth", "w") as file:
        file.write("import os; os._exit(0)")
