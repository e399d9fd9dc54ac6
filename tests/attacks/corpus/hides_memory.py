"""Takes memory as files without a name, sixty times."""
# 1.3 fail call.raised

import os


def facts(x):
    for number in range(60):
        os.write(os.memfd_create(str(number)), bytes(12 << 20))
