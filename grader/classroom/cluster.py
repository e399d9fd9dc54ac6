"""Workers: some on this machine for one command, or those of a scheduler that is there already."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.kit import LackingError

if TYPE_CHECKING:
    from distributed import Client

WAIT_SECONDS = 60
"""For the first worker of a scheduler."""


def usual_workers() -> int:
    """Return how many workers this machine has cores for."""
    affinity = getattr(os, "sched_getaffinity", None)
    return max(1, len(affinity(0)) if affinity is not None else os.cpu_count() or 1)


@contextmanager
def local(workers: int) -> Iterator[Client]:
    """Start workers on this machine: a process each, replaced where it dies.

    What they say to each other is encrypted with keys made for this once, and none but their
    owner can have them do anything: other users of the machine reach the same addresses.
    """
    import dask
    from distributed import Client, LocalCluster
    from distributed.security import Security

    settings = {
        "distributed.scheduler.allowed-failures": 0,  # tries are counted by `Schedule`
        "distributed.worker.multiprocessing-method": "spawn",
        "distributed.comm.timeouts.connect": "60s",
        "distributed.admin.tick.limit": "1h",
        "distributed.worker.preload": [f"{__package__}.worker_setup"],
        "distributed.scheduler.http.routes": [],  # other users of the machine need no pages
        "distributed.worker.http.routes": [],
    }
    with (
        dask.config.set(settings),
        tempfile.TemporaryDirectory(prefix="grader-cluster-") as folder,
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="tls://127.0.0.1",
            security=Security.temporary(),
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            local_directory=folder,
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


@contextmanager
def existing(address: str) -> Iterator[Client]:
    """Use the workers of a scheduler. Raises LackingError where it has none, or does not answer."""
    from distributed import Client

    try:
        with Client(address, timeout=WAIT_SECONDS, set_as_default=False) as client:
            client.wait_for_workers(1, timeout=WAIT_SECONDS)
            yield client
    except (OSError, TimeoutError) as error:
        raise LackingError("usage.no_scheduler", address=address, why=str(error)) from error
