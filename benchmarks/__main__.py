"""`python -m benchmarks`: every number that the kit claims, as a ratio inside one run."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from benchmarks.timing import side_by_side

ROUNDS = 5
PYTHON = sys.executable
GRADER = [PYTHON, "-m", "grader"]
QUIET = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}


def main() -> None:
    """Measure and print; nothing is asserted, machines differ."""
    import_keras = [PYTHON, "-c", "import keras"]
    check = [*GRADER, "check", "--accuracy", "none", "--submission", "solutions"]
    commands = {
        "import keras": import_keras,
        "check 07": [*check, "07"],
        "check 04": [*check, "04"],
        "fresh checkout": [*GRADER],
    }
    taken = side_by_side(commands, QUIET, ROUNDS)
    base = taken["import keras"]
    print(f"{'command':<28}{'median s':>10}{'x import keras':>16}{'goal':>12}")
    goals = {"check 07": "1.10 x", "check 04": "1 s", "fresh checkout": "0.5 s"}
    for name, seconds in taken.items():
        print(f"{name:<28}{seconds:>10.2f}{seconds / base:>16.3f}{goals.get(name, ''):>12}")
    facts = json.loads(
        subprocess.run(
            [PYTHON, "-m", "benchmarks.vgg16"],
            env=QUIET,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )
    ratio = facts["seconds"] / base
    print(f"{'facts of VGG16':<28}{facts['seconds']:>10.3f}{ratio:>16.3f}{'0.1 s':>12}")
    print(f"{'  memory above the import':<28}{facts['mib']:>7.1f} MiB{'':>16}{'20 MiB':>12}")


if __name__ == "__main__":
    main()
