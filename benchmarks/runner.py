"""`python -m benchmarks.runner`: a hundred submissions through the warm process, walls included.

Against pytest with an equivalent test, which starts a fresh process for each submission. Both take
one submission at a time, in turns, so that a noisy machine disturbs both alike.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from grader.grade import Grader, Options, guarded_by
from grader.kit import ROOT, Kit
from grader.run.warm import WarmLauncher

SLUG, FILE = "07_same_or_valid", "same_or_valid.py"
SUBMISSIONS, ROUNDS = 100, 10
TIERS = ("none", "confined", "isolated")
MIB = 1 << 20
TEST = """
import importlib.util, json, os
import numpy as np
import pytest

def load(path):
    spec = importlib.util.spec_from_file_location("module", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

MINE, THEIRS = load(os.environ["MINE"]), load(os.environ["THEIRS"])
CASES = json.load(open(os.environ["CASES"]))

def same(one, other):
    if not hasattr(one, "count_params"):
        return np.array_equal(one, other)
    shape = [8 if side is None else side for side in one.input_shape[1:]]
    x = np.ones((1, *shape), "float32")
    return (
        one.count_params() == other.count_params()
        and [layer.output.shape for layer in one.layers] == [l.output.shape for l in other.layers]
        and np.shape(one(x)) == np.shape(other(x))
    )

@pytest.mark.parametrize("name", sorted(CASES))
def test_task(name):
    for arguments in CASES[name]:
        assert same(getattr(MINE, name)(**arguments), getattr(THEIRS, name)(**arguments))
"""


def main() -> None:
    """Measure and print; nothing is asserted, machines differ."""
    with tempfile.TemporaryDirectory(prefix="grader-bench-") as name:
        folder = Path(name)
        handed_in = list(submissions(folder))
        pytest_seconds, warm_seconds = in_turns(folder, handed_in)
        shares = walls(handed_in[:20])
    fresh, warm = statistics.median(pytest_seconds), statistics.mean(warm_seconds)
    print(f"pytest in a fresh process, median of {len(pytest_seconds)}: {fresh:.3f} s")
    print(f"warm process, isolated, mean of {len(warm_seconds)}: {warm:.3f} s")
    print(f"  {fresh / warm:.1f} x faster per submission, goal 20 x")
    for tier, seconds in shares.items():
        print(f"{tier:<10}{seconds:>8.3f} s {seconds / shares['none']:>8.2f} x no walls")
    memory()


def submissions(folder: Path) -> Iterator[Path]:
    """Write a hundred submissions: right answers and wrong ones, no two of them alike."""
    home = ROOT / "solutions" / SLUG
    paths = (home / FILE, *sorted(home.glob("*/*.py")))
    texts = [path.read_text("utf-8") for path in paths]
    texts = [text for text in texts if "limit" not in text.split("\n", 1)[0]]  # pytest would hang
    for number in range(SUBMISSIONS):
        place = folder / f"{number:03}" / SLUG
        place.mkdir(parents=True)
        text = texts[0] if number % 2 else texts[number // 2 % len(texts)]
        (place / FILE).write_text(f"{text}\n# {number}\n", "utf-8")
        yield place.parent


def in_turns(folder: Path, handed_in: list[Path]) -> tuple[list[float], list[float]]:
    """Return the seconds of each way: one of pytest's, ten of the warm process's, and again."""
    test, cases = folder / "test_07.py", folder / "cases.json"
    test.write_text(TEST, "utf-8")
    asked = {
        task.name: [dict(case.arguments) for case in task.cases] for task in Kit().load(SLUG).tasks
    }
    cases.write_text(json.dumps(asked, default=lambda value: value.tolist()), "utf-8")
    solution = str(ROOT / "solutions" / SLUG / FILE)
    environment = {**os.environ, "THEIRS": solution, "CASES": str(cases)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(test)]
    fresh, warm = [], []
    options = Options(seed=7, accuracy="none", workers=1)
    launcher = WarmLauncher("isolated", guarded_by(Kit()), spare=True)
    with Grader(Kit(), options, launcher) as grader:
        grader.grade_exercise(handed_in[0], SLUG, None)
        for turn in range(ROUNDS):
            mine = handed_in[turn * SUBMISSIONS // ROUNDS + 1]
            environment["MINE"] = str(mine / SLUG / FILE)
            begun = time.perf_counter()
            subprocess.run(command, env=environment, cwd=folder, capture_output=True, check=True)
            fresh.append(time.perf_counter() - begun)
            for one in handed_in[turn * SUBMISSIONS // ROUNDS :][: SUBMISSIONS // ROUNDS]:
                begun = time.perf_counter()
                grader.grade_exercise(one, SLUG, None)
                warm.append(time.perf_counter() - begun)
    return fresh, warm


def walls(handed_in: list[Path]) -> dict[str, float]:
    """Return the mean seconds of one submission in each tier, taken in turns."""
    launchers = {tier: WarmLauncher(tier, guarded_by(Kit())) for tier in TIERS}
    options = Options(seed=7, accuracy="none", workers=1)
    graders = {tier: Grader(Kit(), options, launcher) for tier, launcher in launchers.items()}
    taken: dict[str, list[float]] = {tier: [] for tier in TIERS}
    for grader in graders.values():
        grader.grade_exercise(handed_in[0], SLUG, None)
    for one in handed_in:
        for tier, grader in graders.items():
            begun = time.perf_counter()
            grader.grade_exercise(one, SLUG, None)
            taken[tier].append(time.perf_counter() - begun)
    for launcher in launchers.values():
        launcher.close()
    return {tier: statistics.mean(seconds) for tier, seconds in taken.items()}


def memory() -> None:
    """Print what the warm process holds for itself, and what one child adds to it."""
    launcher = WarmLauncher("confined", guarded_by(Kit()), spare=True)
    with Grader(Kit(), Options(seed=7, accuracy="none"), launcher) as grader:
        for _ in range(2):
            grader.grade_exercise(ROOT / "solutions", SLUG, None)
        time.sleep(1)
        hosts = psutil.Process().children()
        largest = max(hosts, key=lambda host: host.memory_info().rss)
        print(f"warm process with Keras: {largest.memory_info().rss / MIB:.0f} MiB resident")
        for child in largest.children():
            own = child.memory_full_info().uss / MIB
            print(f"one child, waiting: {own:.0f} MiB of its own")


if __name__ == "__main__":
    main()
