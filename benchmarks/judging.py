"""`python -m benchmarks.judging`: how long it takes to judge when every task is wrong."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grader.author.prove import PROOF_SEED, overlay, read_expected
from grader.grade import Grader, Options
from grader.judge import judge
from grader.kit import Kit, module_name
from grader.reference import FrozenTask

ROUNDS = 3
TRAINED = ("accuracy", "trained")


def main() -> None:
    """Print the seconds of judging all eighteen exercises, the least of some rounds."""
    kit = Kit()
    with Grader(kit, Options(accuracy="none", seed=PROOF_SEED)) as grader:
        for named in (True, False):
            _measure(kit, grader, named)


def _measure(kit: Kit, grader: Grader, named: bool) -> None:
    """Print what one submission takes: mistakes that have a name, or none where there are such."""
    with tempfile.TemporaryDirectory(prefix="judging-") as scratch:
        wrong = {slug: _write(kit, slug, Path(scratch), named) for slug in kit.slugs}
        rounds = [_judged(kit, grader, Path(scratch)) for _ in range(ROUNDS)]
    fastest = min(rounds, key=lambda taken: sum(taken.values()))
    slow = sorted(fastest, key=lambda slug: fastest[slug], reverse=True)[:3]
    told = ", ".join(f"{slug} {fastest[slug]:.3f} s" for slug in slow)
    kind = "with a name" if named else "without a name"
    tasks, seconds = sum(wrong.values()), sum(fastest.values())
    print(f"{tasks} tasks wrong, {kind}: judged in {seconds:.2f} s, goal 1 s; {told}")


def _write(kit: Kit, slug: str, folder: Path, named: bool) -> int:
    """Write an exercise with a wrong answer to every task that has one; return how many have."""
    text = (kit.solutions / slug / f"{module_name(slug)}.py").read_text("utf-8")
    chosen = dict(_one_for_each(kit, slug, named))
    for path in chosen.values():
        text = overlay(text, path.read_text("utf-8"), path)
    (folder / slug).mkdir()
    (folder / slug / f"{module_name(slug)}.py").write_text(text, "utf-8")
    return len(chosen)


def _one_for_each(kit: Kit, slug: str, named: bool) -> Iterator[tuple[str, Path]]:
    """Yield for each task the longest wrong answer, one with or without a name first."""
    paths: dict[str, list[tuple[bool, int, Path]]] = defaultdict(list)
    for path in (kit.solutions / slug / "wrong").glob("*.py"):
        expected = read_expected(path)
        if expected.status == "fail" and expected.check not in TRAINED:
            size = path.stat().st_size
            paths[expected.task].append(((expected.mistake is not None) == named, size, path))
    for task, found in paths.items():
        yield task, max(found)[2]


def _judged(kit: Kit, grader: Grader, folder: Path) -> dict[str, float]:
    """Grade all exercises, one after the other; return the seconds that judging took in each."""
    taken: dict[str, float] = {}
    right = judge.judge_task

    def timed(task: FrozenTask, *others: Any) -> Any:
        begun = time.perf_counter()
        try:
            return right(task, *others)
        finally:
            taken[slug] += time.perf_counter() - begun

    judge.judge_task = timed  # type: ignore[assignment]  # it takes and gives the same
    try:
        for slug in kit.slugs:
            taken[slug] = 0.0
            grader.grade_exercise(folder, slug, None)
    finally:
        judge.judge_task = right
    return taken


if __name__ == "__main__":
    main()
