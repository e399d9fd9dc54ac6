"""Answers with texts that NumPy would give the room of the longest one."""
# exercise 02
# 2.2 fail value.type

import keras
import numpy as np


def add_border(picture):
    return ["x" * 20_000] + [""] * 20_000
