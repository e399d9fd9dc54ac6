"""Takes memory in large pieces."""
# 1.3 limit run.memory
# 1.3 limit run.time

kept = []


def facts(x):
    while True:
        kept.append(bytearray(1 << 28))
