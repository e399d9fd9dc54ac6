"""Reads address zero."""
# 1.3 fail run.crashed

import ctypes


def facts(x):
    ctypes.string_at(0)
