"""Ends its process well while it is imported."""
# 1.1 fail import.exited
# 1.2 blocked blocked.helper
# 1.3 fail import.exited

import os

os._exit(0)
