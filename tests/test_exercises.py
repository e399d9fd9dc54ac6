"""The proofs of every exercise, one item each: stub, right answers, wrong answers."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.author.calibrate import accuracy_checks
from grader.author.exercise import load_module, read_authored
from grader.author.prove import (
    PROOF_SEED,
    fault_of_right,
    fault_of_stub,
    fault_of_wrong,
    read_expected,
)
from grader.grade import Grader, Options, Progress
from grader.kit import Kit, module_name
from grader.pytest_plugin import items_of
from grader.report.model import ExerciseReport
from grader.report.pytest_items import by_item
from grader.train.calibration import key_of, load

KIT = Kit()
RIGHT = [(s, p) for s in KIT.slugs for p in sorted((KIT.solutions / s / "right").glob("*.py"))]
WRONG = [(s, p) for s in KIT.slugs for p in sorted((KIT.solutions / s / "wrong").glob("*.py"))]


TRAINED = ("accuracy", "trained")
TRAINING = ("07_same_or_valid", "10_first_cnn", "14_one_by_one")
"""Solutions that are trained here, too: beside another network, by their own function, with a
prediction."""


def quick_ones() -> list[tuple[str, Path]]:
    """Wrong answers that fail before anything is trained, and one for each kind of training:
    `author prove` trains all of them.
    """
    chosen, kinds = [], set()
    for slug, path in WRONG:
        check = read_expected(path).check
        if check not in TRAINED or check not in kinds:
            chosen.append((slug, path))
        kinds.add(check)
    return chosen


def name(value: object) -> str:
    return value.stem if isinstance(value, Path) else str(value)


class Watched(Grader):
    """Besides, holds the items that pytest is told beforehand against each report."""

    def grade_exercise(
        self, folder: Path, slug: str, only: str | None, progress: Progress | None = None
    ) -> ExerciseReport:
        report = super().grade_exercise(folder, slug, only, progress)
        tasks = {task.id: task for task in KIT.load(slug, answers=False).tasks}
        for task in report.tasks:
            assert list(by_item(task)) == items_of(tasks[task.id], self._options.accuracy)
        return report


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with Watched(KIT, Options(seed=PROOF_SEED)) as started:
        yield started


@pytest.fixture(scope="module")
def quick() -> Iterator[Grader]:
    """Trains nothing: `author prove` does, for each of these answers."""
    with Watched(KIT, Options(seed=PROOF_SEED, accuracy="none")) as started:
        yield started


@pytest.mark.parametrize("slug", KIT.slugs)
def test_the_stub_is_all_todo(slug: str, grader: Grader) -> None:
    assert fault_of_stub(KIT, slug, grader) == ""


@pytest.mark.parametrize("slug", KIT.slugs)
def test_the_solution_passes(slug: str, grader: Grader, quick: Grader) -> None:
    path = KIT.solutions / slug / f"{module_name(slug)}.py"
    assert fault_of_right(KIT, slug, path, grader if slug in TRAINING else quick) == ""


@pytest.mark.parametrize(("slug", "path"), RIGHT, ids=name)
def test_an_answer_written_otherwise_passes(slug: str, path: Path, quick: Grader) -> None:
    assert fault_of_right(KIT, slug, path, quick) == ""


@pytest.mark.parametrize(("slug", "path"), quick_ones(), ids=name)
def test_a_wrong_answer_fails_as_announced(
    slug: str, path: Path, grader: Grader, quick: Grader
) -> None:
    trains = read_expected(path).check in TRAINED
    assert fault_of_wrong(KIT, slug, path, grader if trains else quick) == ""


@pytest.mark.parametrize("slug", KIT.slugs)
def test_there_are_enough_answers(slug: str) -> None:
    folder = KIT.solutions / slug
    assert len(list((folder / "right").glob("*.py"))) >= 4
    expected = [read_expected(path) for path in (folder / "wrong").glob("*.py")]
    assert len(expected) >= 10
    assert {task.id for task in read_authored(folder).exercise.tasks} == {e.task for e in expected}


@pytest.mark.parametrize("slug", KIT.slugs)
def test_every_recipe_was_measured_and_separates(slug: str) -> None:
    measured = load(KIT)
    for task, check in accuracy_checks(KIT, slug):
        found = measured[key_of(task.id, check)]
        assert found.faults() == []
        assert len(found.right) >= 5


def test_no_measure_is_left_of_a_recipe_that_is_gone() -> None:
    asked = {key_of(t.id, c) for slug in KIT.slugs for t, c in accuracy_checks(KIT, slug)}
    assert set(load(KIT)) == asked


def test_the_course_takes_ten_to_twelve_hours() -> None:
    minutes = [KIT.load(slug, answers=False).minutes for slug in KIT.slugs]
    assert max(minutes) <= 40
    assert 10 * 60 <= sum(minutes) <= 12 * 60


@pytest.mark.parametrize("slug", KIT.slugs)
def test_the_examples_of_the_docstrings_are_true(slug: str) -> None:
    module = load_module(KIT.solutions / slug / f"{module_name(slug)}.py")
    result = doctest.testmod(module)
    assert result.failed == 0
    assert result.attempted >= 1


@pytest.mark.parametrize("slug", KIT.slugs)
def test_points_and_minutes_in_the_stub_are_those_of_the_checks(slug: str) -> None:
    authored = read_authored(KIT.solutions / slug)
    for task in authored.exercise.tasks:
        unit = "point" if task.points == 1 else "points"
        heading = f"({task.points:g} {unit}, about {task.minutes} minutes)"
        lines = [x for x in authored.solution.splitlines() if x.startswith(f"# ## Task {task.id} ")]
        assert [heading in line for line in lines] == [True]


def test_the_readme_names_every_exercise() -> None:
    for language, readme in (("en", "README.md"), ("ko", "README.ko.md")):
        text = (KIT.root / readme).read_text("utf-8")
        for slug in KIT.slugs:
            reference = KIT.load(slug, answers=False)
            assert f"| {reference.id} | {reference.titles[language]} |" in text
