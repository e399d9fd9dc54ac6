"""`python -m benchmarks.classroom`: a class of 200 through `class check`, as an instructor runs it.

Each part is measured in one run and told as a ratio where there is something to hold it against:
submissions a minute, the same again with nothing changed, trainings shared by the class against
training the distinct networks alone, and what the scheduler itself costs.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from grader.classroom import cluster, work
from grader.classroom.gradebook import writing
from grader.classroom.grading import Plan, Tally, find, grade_class
from grader.classroom.model import Graded
from grader.classroom.roster import Roster
from grader.classroom.schedule import Hands, Job, Schedule
from grader.classroom.work import Item, Judged, Settings
from grader.kit import ROOT, Kit, module_name
from grader.report.model import ExerciseReport
from grader.train.accuracy import Run, Training

STUDENTS = 200
DISTINCT = 20
"""Networks in the accuracy part, for each task that trains."""
OWN_DESIGN = ("09_why_not_an_mlp", "18_capstone")
"""Exercises in which right networks differ from student to student."""
SYNTHETIC = 10_000
SLEEP = 0.05
MIB = 1 << 20


def main() -> None:
    """Measure the parts that are asked for, all of them where none is."""
    parts = {"class": whole_class, "accuracy": with_accuracy, "scheduler": scheduler}
    parser = argparse.ArgumentParser(prog="python -m benchmarks.classroom")
    parser.add_argument("parts", nargs="*", choices=[*parts, []], default=[])
    for name in parser.parse_args().parts or parts:
        print(f"--- {name}", flush=True)
        parts[name]()


def whole_class() -> None:
    """Grade 200 students' 18 exercises without accuracy, then all of it again."""
    with tempfile.TemporaryDirectory(prefix="grader-bench-") as name:
        folder = Path(name)
        for number in range(STUDENTS):
            write_student(folder / "class" / f"student{number:03}", number)
        command = ["class", "check", str(folder / "class"), "--accuracy", "none"]
        command += ["--gradebook", str(folder / "gradebook.sqlite")]
        first = run(command)
        again = run(command)
        graded = sqlite3.connect(folder / "gradebook.sqlite").execute(
            "select count(*), sum(status = 'error') from results"
        )
        count, errors = graded.fetchone()
    print(f"{STUDENTS} students x 18 exercises, no accuracy: {count} graded, {errors} errors")
    rate = f"{60 * STUDENTS / first:.0f} students, {60 * count / first:.0f} files a minute"
    print(f"  {first:.0f} s: {rate}")
    print(f"  the same again, nothing changed: {again:.1f} s, goal 5 s")


def run(arguments: list[str]) -> float:
    """Return the seconds of one command, its start included."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "grader", *arguments], cwd=ROOT, check=True)
    return time.perf_counter() - begun


def write_student(folder: Path, number: int) -> None:
    """Write one student's 18 files: right and wrong answers, no two files of a class alike."""
    draw = random.Random(number)
    for slug in Kit().slugs:
        home, file = ROOT / "solutions" / slug, f"{module_name(slug)}.py"
        wrong = [path for path in sorted(home.glob("wrong/*.py")) if not _hangs(path)]
        paths = [home / file, *sorted(home.glob("right/*.py")), *wrong]
        chosen = home / file if draw.random() < 0.6 else draw.choice(paths)
        place = folder / slug
        place.mkdir(parents=True)
        (place / file).write_text(f"{chosen.read_text('utf-8')}\n# {number}\n", "utf-8")


def _hangs(path: Path) -> bool:
    """Whether a wrong answer runs into a limit: its seconds are the limit's, not the grader's."""
    return "limit" in path.read_text("utf-8").partition("\n")[0]


def with_accuracy() -> None:
    """Grade two exercises whose networks are the students' own design, with 20 designs each."""
    with tempfile.TemporaryDirectory(prefix="grader-bench-") as name:
        folder = Path(name)
        for part in ("grader", "data", "solutions"):  # a kit that has trained nothing yet
            shutil.copytree(ROOT / part, folder / "kit" / part)
        kit = Kit(folder / "kit")
        for number in range(STUDENTS):
            write_design(folder / "class" / f"student{number:03}", number)
        log = folder / "kit" / "trained.txt"
        tally, plan = Tally(), Plan(OWN_DESIGN, hands=Hands(train=timed_training), workers=2)
        begun = time.perf_counter()
        with writing(folder / "gradebook.sqlite") as gradebook:
            command = gradebook.begin("check", {})
            list(find(kit, folder / "class", gradebook, command, Roster(), {}))
            grade_class(kit, gradebook, command, plan, tally, lambda _: None)
        took = time.perf_counter() - begun
        trained = [float(line) for line in log.read_text().split()]
    alone = sum(trained) / 2
    print(f"{STUDENTS} students x {len(OWN_DESIGN)} exercises, {DISTINCT} designs of each:")
    print(f"  {tally.done} graded, {len(trained)} trainings, {sum(trained):.0f} s on one core")
    print(f"  {took:.0f} s; the trainings alone on two cores {alone:.0f} s")
    print(f"  {took / alone:.2f} x, goal 1.3 x")


def timed_training(settings: Settings, training: Training) -> Run | str:
    """Train, and note beside the kit how long it took."""
    begun = time.perf_counter()
    run = work.train(settings, training)
    with (Path(settings.root) / "trained.txt").open("a") as file:
        file.write(f"{time.perf_counter() - begun}\n")
    return run


def write_design(folder: Path, number: int) -> None:
    """Write one student's two networks: the last convolution has 13 to 32 filters."""
    for slug in OWN_DESIGN:
        file = f"{module_name(slug)}.py"
        text = (ROOT / "solutions" / slug / file).read_text("utf-8")
        before, _, after = text.rpartition("Conv2D(32, 3")
        place = folder / slug
        place.mkdir(parents=True)
        text = f"{before}Conv2D({32 - number % DISTINCT}, 3{after}\n# {number}\n"
        (place / file).write_text(text, "utf-8")


def scheduler() -> None:
    """Send 10,000 items that only sleep through two workers."""
    settings = Settings("", "", "none", 0, "none")
    item = Item("01_images_are_tensors", {"images_are_tensors.py": b"x = 1\n" * 500})
    told = 0
    memory: list[int] = []

    def tell(number: int, outcome: Graded | Exception) -> None:
        nonlocal told
        if isinstance(outcome, Exception):
            raise outcome
        told += 1
        if told % (SYNTHETIC // 10) == 0:
            memory.append(psutil.Process().memory_info().rss)

    with cluster.local(2) as client:
        schedule = Schedule(client, settings, lambda number: item, tell, Hands(grade=sleep))
        begun = time.perf_counter()
        schedule.run(Job(number, False) for number in range(SYNTHETIC))
        took = time.perf_counter() - begun
    overhead = 1000 * (2 * took / SYNTHETIC - SLEEP)
    print(f"{told:,} items of {1000 * SLEEP:.0f} ms, two workers: {took:.0f} s")
    print(f"  {overhead:.1f} ms of a worker each besides")
    told_memory = ", ".join(f"{one / MIB:.0f}" for one in memory)
    print(f"  the client after each tenth: {told_memory} MiB")


def sleep(settings: Settings, item: Item) -> Judged:
    """Take as long as a small exercise, and grade nothing."""
    time.sleep(SLEEP)
    return Judged(Graded(ExerciseReport("01", item.slug, {}, "", ())))


if __name__ == "__main__":
    main()
