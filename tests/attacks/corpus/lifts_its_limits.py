"""Gives itself more processor time, memory and files."""
# 1.3 fail call.raised

import resource


def facts(x):
    for name in ("RLIMIT_CPU", "RLIMIT_AS", "RLIMIT_FSIZE", "RLIMIT_NOFILE"):
        number = getattr(resource, name)
        resource.setrlimit(number, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
