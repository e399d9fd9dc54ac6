"""Loops, and catches all that might end the loop."""
# 1.3 limit run.time

def facts(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
