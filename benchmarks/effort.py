"""`python -m benchmarks.effort`: all solutions at each effort, in a copy that remembers nothing."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.timing import seconds
from grader.kit import ROOT

EFFORTS = {"none": "1.5 x", "standard": "90 s", "full": "240 s"}
"""Of `--accuracy`, with what is aimed at."""
QUICK_ROUNDS = 3
PARTS = ("grader", "data", "solutions", "exercises")


def main() -> None:
    """Print seconds, multiples of `import keras`, and the three slowest exercises."""
    base = statistics.median(
        seconds([sys.executable, "-c", "import keras"], {"TF_CPP_MIN_LOG_LEVEL": "3"})
        for _ in range(QUICK_ROUNDS)
    )
    print(f"import keras: {base:.2f} s")
    for effort, goal in EFFORTS.items():
        rounds = QUICK_ROUNDS if effort == "none" else 1
        taken, report = min((_timed(effort) for _ in range(rounds)), key=lambda pair: pair[0])
        slow = sorted(report["exercises"], key=lambda one: one["seconds"], reverse=True)[:3]
        told = ", ".join(f"{one['id']} {one['seconds']:.1f} s" for one in slow)
        print(f"{effort:<9}{taken:>7.1f} s{taken / base:>7.2f} x import keras, goal {goal}; {told}")


def _timed(effort: str) -> tuple[float, dict[str, Any]]:
    """Return how long it took to check all solutions in a fresh copy, and the report."""
    with tempfile.TemporaryDirectory(prefix="effort-") as scratch:
        for part in PARTS:
            without = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / part, Path(scratch) / part, ignore=without)
        command = [sys.executable, "-m", "grader", "check", "--submission", "solutions"]
        command += ["--accuracy", effort, "--format", "json"]
        begun = time.perf_counter()
        done = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=True)
        return time.perf_counter() - begun, json.loads(done.stdout)


if __name__ == "__main__":
    main()
