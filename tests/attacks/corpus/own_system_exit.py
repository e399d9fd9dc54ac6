"""Raises an exit of its own kind."""
# 1.3 fail call.exit

class Leave(SystemExit):
    pass


def facts(x):
    raise Leave(0)
