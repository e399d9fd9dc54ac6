"""What a worker on this machine does first: Ctrl-C is for the command, which ends its workers."""

from __future__ import annotations

import signal


def dask_setup(worker: object) -> None:
    """Ignore the interrupt that a terminal sends to everybody at once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
