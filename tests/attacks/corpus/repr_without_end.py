"""Returns an object that cannot be shown."""
# 1.3 limit run.time

class Slow:
    def __repr__(self):
        while True:
            pass


def facts(x):
    return Slow()
