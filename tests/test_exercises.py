"""The proofs of every exercise, one item each: stub, right answers, wrong answers."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.author.exercise import load_module, read_authored
from grader.author.prove import (
    PROOF_SEED,
    fault_of_right,
    fault_of_stub,
    fault_of_wrong,
    read_expected,
)
from grader.grade import Grader, Options
from grader.kit import Kit, module_name

KIT = Kit()
RIGHT = [(s, p) for s in KIT.slugs for p in sorted((KIT.solutions / s / "right").glob("*.py"))]
WRONG = [(s, p) for s in KIT.slugs for p in sorted((KIT.solutions / s / "wrong").glob("*.py"))]


def name(value: object) -> str:
    return value.stem if isinstance(value, Path) else str(value)


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with Grader(KIT, Options(seed=PROOF_SEED)) as started:
        yield started


@pytest.mark.parametrize("slug", KIT.slugs)
def test_the_stub_is_all_todo(slug: str, grader: Grader) -> None:
    assert fault_of_stub(KIT, slug, grader) == ""


@pytest.mark.parametrize("slug", KIT.slugs)
def test_the_solution_passes(slug: str, grader: Grader) -> None:
    path = KIT.solutions / slug / f"{module_name(slug)}.py"
    assert fault_of_right(KIT, slug, path, grader) == ""


@pytest.mark.parametrize(("slug", "path"), RIGHT, ids=name)
def test_an_answer_written_otherwise_passes(slug: str, path: Path, grader: Grader) -> None:
    assert fault_of_right(KIT, slug, path, grader) == ""


@pytest.mark.parametrize(("slug", "path"), WRONG, ids=name)
def test_a_wrong_answer_fails_as_announced(slug: str, path: Path, grader: Grader) -> None:
    assert fault_of_wrong(KIT, slug, path, grader) == ""


@pytest.mark.parametrize("slug", KIT.slugs)
def test_there_are_enough_answers(slug: str) -> None:
    folder = KIT.solutions / slug
    assert len(list((folder / "right").glob("*.py"))) >= 3
    expected = [read_expected(path) for path in (folder / "wrong").glob("*.py")]
    assert len(expected) >= 8
    assert {task.id for task in read_authored(folder).exercise.tasks} == {e.task for e in expected}


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
