"""From a solution's predictions to a reference that nobody can read them in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.author.exercise import AuthorError, load_module
from grader.author.leaks import Leak, leaks
from grader.author.sealing import seal_entries
from grader.kit import Kit, module_name
from grader.reference import FrozenTask, Sealed, from_json, to_json
from grader.spec import Predicted

KIT = Kit()
PREDICTED = [
    (slug, task)
    for slug in KIT.slugs
    for task in KIT.load(slug).tasks
    if any(isinstance(check, Predicted) for check in task.checks)
]
IDS = [task.id for _, task in PREDICTED]
PATH = Path("counting.py")


def seals(value: Any, **options: tuple[Any, ...]) -> Sealed:
    return seal_entries(value, Predicted(1, options=options), "9.1", PATH)


def test_each_entry_has_its_own_salt_and_they_are_those_of_the_last_build():
    found = seals({"one": 5, "other": 5})
    assert found == seals({"one": 5.0, "other": 5})
    one, other = found.entries.values()
    assert one.opens(5)
    assert one.salt != other.salt
    assert one.digest != other.digest


@pytest.mark.parametrize(
    ("value", "options", "what"),
    [
        ([1, 2], {}, "predictions are a dict with texts as keys"),
        ({1: 2}, {}, "predictions are a dict with texts as keys"),
        ({"a": 1}, {"b": (1, 2)}, "options for 'b', which is no entry"),
        ({"a": "x"}, {"a": ("y", "z")}, "'a' is 'x', which is no option"),
        ({"a": "x"}, {}, "'a' is 'x', which is no option"),
        ({"a": None}, {}, "None is no number, no text and no sequence of numbers"),
        ({"a": 1 / 3}, {}, "has more than 4 digits that count"),
    ],
)
def test_what_an_author_is_told(value, options, what):
    with pytest.raises(AuthorError, match=re.escape(what)):
        seals(value, **options)


def test_predictions_of_the_course():
    assert IDS == ["3.0", "4.4", "11.1", "12.0", "13.5"]


def answers(slug: str, task: FrozenTask) -> Iterator[tuple[str, Any]]:
    """What the solution says, entry by entry."""
    own = getattr(load_module(KIT.solutions / slug / f"{module_name(slug)}.py"), task.name)
    yield from (own() if callable(own) else own).items()


@pytest.mark.parametrize(("slug", "task"), PREDICTED, ids=IDS)
def test_no_answer_can_be_read_in_the_reference(slug, task):
    (case,) = task.cases
    assert isinstance(case.answer, Sealed)
    said = dict(answers(slug, task))
    assert list(case.answer.entries) == list(said)
    assert all(case.answer.entries[key].opens(value) for key, value in said.items())

    data = to_json(KIT.load(slug))
    assert from_json(data) == KIT.load(slug)
    (own,) = [one for one in data["tasks"] if one["id"] == task.id]
    (frozen,) = own["cases"]
    assert set(frozen["answer"]) == {"sealed"}
    for seal in frozen["answer"]["sealed"].values():
        assert set(seal) == {"form", "salt", "digest"}
        assert re.fullmatch("[0-9a-f]{32}", seal.pop("salt"))
        assert re.fullmatch("[0-9a-f]{64}", seal.pop("digest"))
    shown = json.dumps([frozen, {k: v for k, v in own.items() if k not in ("hints", "cases")}])
    for value in said.values():
        if isinstance(value, int) and value > 99:  # smaller ones are points and minutes, too
            assert not re.search(rf"(?<!\d){value}(?!\d)", shown), value


# What students get


@pytest.fixture(scope="module")
def told() -> dict[str, bytes]:
    """All that students read of the exercises that ask for predictions."""
    slugs = [slug for slug, _ in PREDICTED]
    folders = [KIT.exercises / slug for slug in slugs]
    paths = [path for folder in folders for path in sorted(folder.glob("*")) if path.is_file()]
    paths += [KIT.reference / f"{slug}.json" for slug in slugs]
    return {path.relative_to(KIT.root).as_posix(): path.read_bytes() for path in paths}


def test_students_are_told_no_answer(told):
    assert len(told) >= 5 * (5 + 1)
    assert leaks(told, KIT, {}) == []


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("exercises/11_lenet5/README.md", "It has 61,706 in all.", "'total' of task 11.1"),
        ("exercises/11_lenet5/README.ko.md", "C5: 48_120", "'C5' of task 11.1"),
        ("exercises/12_alexnet/README.md", "fc6 | 37752832", "'fc6' of task 12.0"),
        ("exercises/04_counting_parameters/README.md", "`pool`: 0", "'pool' of task 4.4"),
        ("exercises/03_output_size/output_size.py", '{"pool": 13}', "'pool' of task 3.0"),
    ],
)
def test_an_answer_in_a_handout_is_found(told, name, text, what):
    spoilt = {**told, name: told[name] + f"\n{text}\n".encode()}
    assert leaks(spoilt, KIT, {}) == [Leak(name, f"the answer to {what}")]


def test_numbers_that_are_no_answer_are_none(told):
    name = "exercises/04_counting_parameters/README.md"
    spoilt = {**told, name: told[name] + b"\n`pool`: 1, 'first' 3660 of 0, 61,706\n"}
    assert leaks(spoilt, KIT, {}) == []
