"""Prints a quarter of a gigabyte."""
# 1.3 limit run.output

def facts(x):
    for _ in range(256):
        print("x" * (1 << 20))
    return {"square": x * x, "half": x / 2}
