"""The stub of an exercise, and what is said of a submission to it."""

from __future__ import annotations

import json

from grader.submission import Problem

STUB = '''"""One exercise."""
import math


# %%
def first(n: int, k: int = 2) -> int:
    """Return something."""
    # TODO 1.1: one line.
    raise NotImplementedError("1.1")


# %%
def second(n):
    """Return something else."""
    raise NotImplementedError("1.2")


# %%
TABLE = {"a": None}
'''
NAMES = ("first", "second", "TABLE")


def notebook(*cells, kind="code"):
    entries = [{"cell_type": kind, "source": cell, "outputs": []} for cell in cells]
    return json.dumps({"cells": entries, "nbformat": 4}).encode()


def syntax(line, message, source):
    return Problem("syntax.error", line, {"message": message, "source": source})
