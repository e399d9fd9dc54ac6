"""Changes its user."""
# 1.3 fail call.raised

import os


def facts(x):
    os.setresuid(0, 0, 0)
    os.setgroups([0])
    os.chroot("/")
