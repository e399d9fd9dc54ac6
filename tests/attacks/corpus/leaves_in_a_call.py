"""Ends its process well in one task: the others are asked in another process."""
# 1.3 fail run.exited

import os


def facts(x):
    os._exit(0)
