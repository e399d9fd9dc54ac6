"""Takes memory in large pieces."""
# 1.3 limit run.memory

kept = []


def facts(x):
    while True:
        kept.append(bytearray(1 << 28))
