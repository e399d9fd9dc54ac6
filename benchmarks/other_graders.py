"""`python -m benchmarks.other_graders --python PATH`: seconds a submission, against two others.

A hundred submissions of exercise 07 go through `class check --accuracy none`; four of them, two
right and two wrong, through `nbgrader autograde` and through `otter run`, as a notebook whose four
tests ask the same cases. The commands take turns. That all three find the same tasks right is
checked before anything is printed.

PATH is the Python of a virtual environment that has the two graders beside Keras:

    python3 -m venv GRADERS
    GRADERS/bin/pip install -r requirements.txt nbgrader otter-grader

(tried with nbgrader 0.9.6 and otter-grader 7.0.0). None of it is needed for the kit itself.
"""

from __future__ import annotations

import argparse
import ast
import functools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.runner import FILE, SLUG, TEST, submissions
from grader.author.prove import overlay
from grader.classroom.gradebook import reading
from grader.judge.blanket import asked_checks
from grader.kit import ROOT, Kit

ROUNDS = 2
GOAL = 40
CAUGHT = ("# expect: 7.2 arrays", "# expect: 7.3 values")
"""How wrong answers begin that differ in numbers, which any test sees."""
ASSIGNMENT, NOTEBOOK = "padding", "same_or_valid.ipynb"
SCORES = """
import json, sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    print(json.dumps({
        one.student.id: {grade.name: grade.auto_score for n in one.notebooks for grade in n.grades}
        for one in book.assignment_submissions(sys.argv[1])
    }))
"""

OURS = {"class check": (), "class check, --workers 1": ("--workers", "1")}
STARTED = "class check, once started"
"""Each of the submissions that come after the first two: a class has thousands."""

Passed = Mapping[str, bool]
"""Whether each task, by the name of its function, is right."""


@dataclass(frozen=True)
class Asked:
    """The four tasks as tests of a notebook."""

    tests: Mapping[str, str]
    """Code by the name of the function: it raises where the answer is wrong."""
    points: Mapping[str, float]
    beside: str
    """The module `answers`, which lies beside the notebook: the solution, and what is the same."""


@dataclass
class Handed:
    """One of the four submissions that all graders are given."""

    name: str
    text: str
    right: Passed


@dataclass
class Taken:
    """Seconds a submission of each way, one for each round."""

    rounds: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, seconds: float) -> None:
        """Note one round."""
        self.rounds.setdefault(name, []).append(seconds)

    def of(self, name: str) -> float:
        """Return the median of the rounds."""
        return statistics.median(self.rounds[name])


def main() -> None:
    """Measure and print. Raises RuntimeError where a grader finds something else right."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.other_graders")
    parser.add_argument("--python", type=Path, required=True, help="of the graders' environment")
    python = parser.parse_args().python.absolute()
    asked = ask()
    with tempfile.TemporaryDirectory(prefix="grader-bench-") as name:
        folder = Path(name)
        places = list(submissions(folder / "class"))
        four = complete(places, asked)
        for place in places[:2]:
            shutil.copytree(place, folder / "two" / place.name)
        nbgrader = Nbgrader(python, folder / "course", asked, four)
        otter = Otter(python, folder / "otter", asked, four)
        taken = in_turns(folder, places, four, nbgrader, otter)
    tell(taken, len(places), len(four))


def ask() -> Asked:
    """Return the cases of the exercise as tests, with their points where nothing is trained."""
    tests, points = {}, {}
    for task in Kit().load(SLUG).tasks:
        cases = [dict(case.arguments) for case in task.cases]
        tests[task.name] = (
            f"import answers\n"
            f"for arguments in {cases!r}:\n"
            f"    theirs = answers.{task.name}(**arguments)\n"
            f"    assert answers.same({task.name}(**arguments), theirs), arguments\n"
        )
        points[task.name] = sum(check.points for check in asked_checks(task, "none"))
    solution = (ROOT / "solutions" / SLUG / FILE).read_text("utf-8")
    same = next(node for node in ast.parse(TEST).body if getattr(node, "name", "") == "same")
    return Asked(tests, points, f"{solution}\n\n{ast.get_source_segment(TEST, same)}\n")


def complete(places: Sequence[Path], asked: Asked) -> list[Handed]:
    """Make each wrong answer a whole file with one mistake; return two right and two wrong ones."""
    solution = (ROOT / "solutions" / SLUG / FILE).read_text("utf-8")
    ids = {task.id: task.name for task in Kit().load(SLUG).tasks}
    right, wrong = [], []
    for place in places:
        path = place / SLUG / FILE
        answer = path.read_text("utf-8")
        text = overlay(solution, answer, path)
        path.write_text(text, "utf-8")
        if not answer.startswith("# expect"):
            right.append(Handed(place.name, text, dict.fromkeys(asked.tests, True)))
        elif answer.startswith(CAUGHT):
            mistaken = ids[answer.split()[2]]
            passed = {name: name != mistaken for name in asked.tests}
            wrong.append(Handed(place.name, text, passed))
    return [right[0], right[-1], wrong[0], wrong[-1]]


def in_turns(
    folder: Path, places: Sequence[Path], four: Sequence[Handed], nbgrader: Nbgrader, otter: Otter
) -> Taken:
    """Return the seconds a submission of each way; what each found is checked in every round."""
    taken = Taken()
    for turn in range(ROUNDS + 1):
        one = clocked(lambda: nbgrader.grade(four[:1]))
        all_four = clocked(lambda: nbgrader.grade(four))
        compare("nbgrader", nbgrader.passed(), four)
        with_otter = clocked(otter.grade)
        compare("otter", otter.passed(), four)
        ours = {
            name: our_seconds(folder, f"{turn}{name}.sqlite", options, four)
            for name, options in OURS.items()
        }
        book = folder / f"{turn}two.sqlite"
        start = clocked(functools.partial(check, folder / "two", book, ()))
        if turn:  # the first round warms up: bytecode, kernels' files, the page cache
            taken.add("nbgrader autograde, four at once", all_four / len(four))
            taken.add("nbgrader, once started", (all_four - one) / (len(four) - 1))
            taken.add("otter run", with_otter / len(four))
            for name, seconds in ours.items():
                taken.add(name, seconds / len(places))
            whole = ours["class check"]
            taken.add(STARTED, (whole - start) / (len(places) - 2))
    return taken


def our_seconds(folder: Path, name: str, options: Sequence[str], four: Sequence[Handed]) -> float:
    """Return what the whole class takes, from the start of the command to its end."""
    gradebook = folder / name
    seconds = clocked(lambda: check(folder / "class", gradebook, options))
    compare(name, passed_by(gradebook), four)
    return seconds


def clocked(work: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def run(command: Sequence[str | Path], folder: Path, python: Path | None = None) -> str:
    """Return what a command prints. Raises RuntimeError with all of it where it fails."""
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    if python is not None:  # whatever is active here must not reach into the other environment
        environment = {
            k: v for k, v in environment.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")
        }
        environment["PATH"] = f"{python.parent}{os.pathsep}{environment['PATH']}"
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def check(folder: Path, gradebook: Path, options: Sequence[str]) -> None:
    """Grade the class into a new gradebook."""
    command = [sys.executable, "-m", "grader", "class", "check", str(folder), "--only", SLUG]
    run([*command, "--accuracy", "none", "--gradebook", str(gradebook), *options], ROOT)


def passed_by(gradebook: Path) -> dict[str, Passed]:
    """Return what `class check` found right, by student. Raises RuntimeError for no grade."""
    found: dict[str, Passed] = {}
    with reading(gradebook) as book:
        for record in book.students():
            current = record.attempts[SLUG][-1].current
            if current is None or current.graded.report.status == "error":
                raise RuntimeError(f"class check: {record.student.key} has no grade")
            tasks = current.graded.report.tasks
            found[record.student.key] = {task.name: task.status == "pass" for task in tasks}
    return found


def compare(grader: str, found: Mapping[str, Passed], four: Sequence[Handed]) -> None:
    """Raise RuntimeError where a grader does not find what is right and what is wrong."""
    for handed in four:
        if found.get(handed.name) != handed.right:
            told = f"{grader}, submission {handed.name}: {found.get(handed.name)}"
            raise RuntimeError(f"{told}; expected {handed.right}")


def tell(taken: Taken, many: int, few: int) -> None:
    """Print seconds a submission, and how many times ours the others' are."""
    ours = [*OURS, STARTED]
    print(f"{'a submission of exercise 07':<44}{'seconds':>10}", *(f"{n:>27}" for n in ours))
    for name in taken.rounds:
        ratios = "".join(f"{taken.of(name) / taken.of(mine):>25.1f} x" for mine in ours)
        print(f"{name:<44}{taken.of(name):>10.3f} {ratios}")
    print(f"{many} submissions of ours, {few} of theirs, median of {ROUNDS} rounds; goal {GOAL} x")


class Nbgrader:
    """A course folder with one assignment that the four students handed in."""

    def __init__(self, python: Path, course: Path, asked: Asked, four: Sequence[Handed]) -> None:
        self._python, self._course = python, course
        self._points = asked.points
        source = course / "source" / ASSIGNMENT
        source.mkdir(parents=True)
        (source / "answers.py").write_text(asked.beside, "utf-8")
        self._write(source, (ROOT / "solutions" / SLUG / FILE).read_text("utf-8"), asked)
        self._nbgrader("generate_assignment", ASSIGNMENT, "--create")
        for handed in four:
            place = course / "submitted" / handed.name / ASSIGNMENT
            place.mkdir(parents=True)
            self._write(place, handed.text, asked)

    def _write(self, folder: Path, text: str, asked: Asked) -> None:
        cells = [_cell(text, "mine", solution=True, locked=False)]
        for name, test in asked.tests.items():
            points = asked.points[name]
            cells.append(_cell(test, name, solution=False, locked=True, points=points))
        (folder / NOTEBOOK).write_text(notebook(cells), "utf-8")

    def _nbgrader(self, *arguments: str) -> None:
        run([self._python, "-m", "nbgrader", *arguments], self._course, self._python)

    def grade(self, handed: Sequence[Handed]) -> None:
        """Grade as one command, whatever was graded before."""
        shutil.rmtree(self._course / "autograded", ignore_errors=True)
        chosen = [] if len(handed) > 1 else [f"--student={handed[0].name}"]
        self._nbgrader("autograde", ASSIGNMENT, "--create", *chosen)

    def passed(self) -> dict[str, Passed]:
        """Return the tasks that were given all points, by student."""
        told = run([self._python, "-c", SCORES, ASSIGNMENT], self._course, self._python)
        return {
            student: {name: score == self._points[name] for name, score in scores.items()}
            for student, scores in json.loads(told).items()
        }


def _cell(
    text: str, name: str, *, solution: bool, locked: bool, points: float = 0
) -> dict[str, Any]:
    about: dict[str, Any] = {"schema_version": 3, "grade_id": name, "task": False}
    about |= {"grade": not solution, "solution": solution, "locked": locked}
    if not solution:
        about["points"] = points
    return {**code(text, name), "metadata": {"nbgrader": about}}


def code(text: str, name: str) -> dict[str, Any]:
    """Return a cell that has not been run."""
    common: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "outputs": [],
        "metadata": {},
    }
    return {**common, "id": name.replace("_", "-"), "source": text}


def notebook(cells: Sequence[Mapping[str, Any]]) -> str:
    """Return cells as a notebook."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return json.dumps({"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5})


class Otter:
    """An autograder zip, and the four notebooks that it is to grade."""

    def __init__(self, python: Path, folder: Path, asked: Asked, four: Sequence[Handed]) -> None:
        self._python, self._folder, self._points = python, folder, asked.points
        self._names = [handed.name for handed in four]
        (folder / "tests").mkdir(parents=True)
        (folder / "answers.py").write_text(asked.beside, "utf-8")
        for name, test in asked.tests.items():
            written = _otter_test(name, asked.points[name], test)
            (folder / "tests" / f"{name}.py").write_text(written, "utf-8")
        for handed in four:
            place = folder / handed.name
            place.mkdir()
            (place / NOTEBOOK).write_text(notebook([code(handed.text, "mine")]), "utf-8")
        made = ["generate", "--no-requirements", "--no-environment", "--no-config"]
        self._otter(*made, "-t", "tests", "-o", "autograder.zip", "answers.py")

    def _otter(self, *arguments: str) -> None:
        run([self._python, "-m", "otter", *arguments], self._folder, self._python)

    def grade(self) -> None:
        """Grade the notebooks, each by a command of its own: `otter run` takes one."""
        for name in self._names:
            shared = ["-a", "autograder.zip", "--no-logo"]
            self._otter("run", *shared, "-o", name, f"{name}/{NOTEBOOK}")

    def passed(self) -> dict[str, Passed]:
        """Return the tasks that were given all points, by student."""
        found: dict[str, Passed] = {}
        for student in self._names:
            told = json.loads((self._folder / student / "results.json").read_text("utf-8"))
            scores = {test["name"]: test.get("score") for test in told["tests"]}
            found[student] = {name: scores.get(name) == most for name, most in self._points.items()}
        return found


def _otter_test(name: str, points: float, test: str) -> str:
    """Return a test file of otter's: the function is handed in as an argument."""
    body = test.replace("\n", "\n    ").rstrip()
    return (
        f"from otter.test_files import test_case\n\n"
        f"OK_FORMAT = False\nname = {name!r}\npoints = {points!r}\n\n"
        f"@test_case()\ndef test_{name}({name}):\n    {body}\n"
    )


if __name__ == "__main__":
    main()
