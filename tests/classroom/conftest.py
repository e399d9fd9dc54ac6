"""A class of strangers is graded on Linux only; the rest is tested everywhere."""

from __future__ import annotations

import sys

if sys.platform != "linux":
    collect_ignore = [
        f"test_{name}.py"
        for name in ("commands", "schedule", "gradebook", "discover", "page_browser", "work")
    ]
