"""Breaks every module that there is, for whoever comes after it."""
# 1.1 fail call.raised
# 1.2 blocked blocked.helper
# 1.3 fail call.raised

import sys

for name in list(sys.modules):
    if name not in ("sys", "builtins") and not name.startswith("worker"):
        sys.modules[name] = None
sys.path[:] = []
sys.meta_path[:] = []
