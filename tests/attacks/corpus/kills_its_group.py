"""Kills its own group."""
# 1.3 limit run.memory

import os


def facts(x):
    os.killpg(0, 9)
