"""`python -m benchmarks.watching`: from a save to the verdict, in a student's copy of the kit."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grader.kit import ROOT

SLUG = "07_same_or_valid"
FILE = "same_or_valid.py"
SAVES = 20
REST = 0.8
"""Seconds between a verdict and the next save: a person's are longer."""
EXERCISE, ENDING = "07 · ", "Watching "
"""How the first and the last line of a verdict on 07 begin: a right answer leads on to 08."""


def main() -> None:
    """Print the median seconds of twenty saves, every other one of a wrong answer."""
    with tempfile.TemporaryDirectory(prefix="grader-bench-") as folder:
        kit = students_kit(Path(folder) / "kit")
        taken = watched(kit)
    median, worst = statistics.median(taken), max(taken)
    print(f"save to verdict in watch, exercise 07, median of {len(taken)}: {median:.3f} s")
    print(f"  slowest {worst:.3f} s, goal 0.25 s")


def students_kit(root: Path) -> Path:
    """Copy the kit without solutions, with exercise 07 solved."""
    skipped = shutil.ignore_patterns("__pycache__", ".*_cache")
    for name in ("grader", "exercises", "data"):
        shutil.copytree(ROOT / name, root / name, ignore=skipped)
    shutil.copy(ROOT / "solutions" / SLUG / FILE, root / "exercises" / SLUG / FILE)
    return root


def watched(kit: Path) -> list[float]:
    """Return the seconds from each save to the end of what was printed about it."""
    command = [sys.executable, "-m", "grader", "watch", "7", "--accuracy", "none", "--lang", "en"]
    environment = {**os.environ, "PYTHONPATH": str(kit), "PYTHONUNBUFFERED": "1"}
    path = kit / "exercises" / SLUG / FILE
    right = path.read_text("utf-8")
    wrong = right.replace('padding="same"', 'padding="valid"')
    taken = []
    with subprocess.Popen(
        command, cwd=kit, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        _verdict(process)
        for number in range(SAVES + 1):
            time.sleep(REST)
            begun = time.perf_counter()
            path.write_text(wrong if number % 2 else right, "utf-8")
            _verdict(process)
            if number:  # the first one finds nothing prepared
                taken.append(time.perf_counter() - begun)
        process.terminate()
    return taken


def _verdict(process: subprocess.Popen[str]) -> None:
    """Read to the end of one verdict. Raises RuntimeError where the process ended instead."""
    assert process.stdout is not None
    begun = False
    for line in process.stdout:
        begun = begun or line.startswith(EXERCISE)
        if begun and line.startswith(ENDING):
            return
    raise RuntimeError("watch ended")


if __name__ == "__main__":
    main()
