"""Aborts its process."""
# 1.3 limit run.memory

import os


def facts(x):
    os.abort()
