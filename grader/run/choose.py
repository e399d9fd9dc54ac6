"""Which way of starting runners this machine allows."""

from __future__ import annotations

import os
import sys

from grader.run.launch import ColdLauncher, Launcher
from grader.run.sandbox import Guarded


def choose_launcher(
    wanted: str = "none",
    guarded: Guarded | None = None,
    *,
    warm: bool | None = None,
    spare: bool = False,
) -> Launcher:
    """Return the fastest launcher that is sound here: forking is, on Linux only.

    `wanted` is the strongest sandbox to try for. `GRADER_COLD=1` in the environment asks for fresh
    processes everywhere.
    """
    if warm is None:
        warm = sys.platform.startswith("linux") and not os.environ.get("GRADER_COLD")
    if not warm:
        return ColdLauncher(wanted, guarded)
    from grader.run.warm import WarmLauncher

    return WarmLauncher(wanted, guarded, spare=spare)
