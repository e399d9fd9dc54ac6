"""Timing commands side by side, so that a noisy machine disturbs both alike."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence


def seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return the wall-clock seconds of one run. Raises CalledProcessError at exit codes above 1."""
    begun = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    took = time.perf_counter() - begun
    if done.returncode > 1:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    return took


def side_by_side(
    commands: Mapping[str, Sequence[str]], environment: Mapping[str, str], rounds: int
) -> dict[str, float]:
    """Return the median seconds of each command, run in turns after one round to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            took = seconds(command, environment)
            if turn:
                taken[name].append(took)
    return {name: statistics.median(runs) for name, runs in taken.items()}
