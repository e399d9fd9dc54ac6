"""Raises SystemExit while it is imported."""
# 1.1 fail import.exit
# 1.2 blocked blocked.helper
# 1.3 fail import.exit

import sys

sys.exit(0)
