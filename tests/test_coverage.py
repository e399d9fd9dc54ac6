"""docs/coverage.md: every item of the lecture notes is checked by a task or told in a handout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import numpy as np

from grader import spec
from grader.author.exercise import HANDOUTS
from grader.kit import Kit
from grader.network import from_json, total, walk
from grader.reference import FrozenTask, NetworkAnswer

KIT = Kit()
DOCUMENT = (KIT.root / "docs" / "coverage.md").read_text("utf-8")
SLUGS = {slug[:2]: slug for slug in KIT.slugs}
TASKS = {task.id: task for slug in KIT.slugs for task in KIT.load(slug).tasks}
NOTES = ("의료인공지능", "Typora", "Boostcamp Day 8", "LG Aimers 5-2", "합성곱과 풀링")
FLAWS = ("Wrong", "Imprecise", "Ambiguous", "Incomplete", "Misspelt")


@dataclass(frozen=True)
class Row:
    line: int
    item: str
    note: str
    tasks: tuple[str, ...]
    handouts: tuple[str, ...]

    def __str__(self) -> str:
        return f"docs/coverage.md:{self.line}: {self.item[:60]}"


def words(cell: str) -> tuple[str, ...]:
    return () if cell == "–" else tuple(cell.split(", "))


def read_rows() -> Iterator[Row]:
    for number, line in enumerate(DOCUMENT.splitlines(), 1):
        if line.startswith("| ") and not line.startswith("| item |"):
            item, note, tasks, handouts = (cell.strip() for cell in line.strip("|").split("|"))
            yield Row(number, item, note, words(tasks), words(handouts))


ROWS = tuple(read_rows())


def plain(text: str) -> str:
    """Write `13 x 13` as `13x13` and `62,378,344` as `62378344`, as code does."""
    text = re.sub(r"(?<=\d) ?[x×] ?(?=\d)", "x", text)
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)


@cache
def told(exercise: str, language: str) -> str:
    """What a student reads: the handout and the stub."""
    handout = KIT.exercises / SLUGS[exercise] / HANDOUTS[language]
    return plain(handout.read_text("utf-8") + KIT.load(SLUGS[exercise], answers=False).stub)


def numbers_of(answer: Any) -> Iterator[float]:
    if isinstance(answer, dict):
        answer = list(answer.values())
    if isinstance(answer, NetworkAnswer):
        facts = walk(from_json(answer.network))
        answer = [[f.parameters, *f.shape] for f in facts] + [list(total(facts))]
    if isinstance(answer, list | tuple):
        for part in answer:
            yield from numbers_of(part)
    elif isinstance(answer, np.ndarray):
        yield from answer.ravel().tolist()
    elif isinstance(answer, int | float):
        yield answer


def sizes_of(task: FrozenTask) -> Iterator[float]:
    """The sizes that a network of any size is asked for."""
    for check in task.checks:
        for shape in check.at if isinstance(check, spec.Shapes) else ():
            for case in task.cases:
                reached = walk(from_json(case.answer.network), shape)[-1].shape
                yield from (side for side in reached if side is not None)


@cache
def expected(task: str) -> tuple[float, ...]:
    found = TASKS[task]
    return (*numbers_of([case.answer for case in found.cases]), *sizes_of(found))


def flaw_of(row: Row) -> str:
    """`Wrong` of `*Wrong:* ...`; empty for what the note has right."""
    return "".join(re.findall(r"^\*(\w+):\*", row.item))


def test_the_document_has_its_rows() -> None:
    assert len(ROWS) > 100
    assert DOCUMENT.count("\n## ") == DOCUMENT.count("\n| item | note | tasks | handout |\n") == 5


def test_rows_name_what_there_is() -> None:
    assert [str(row) for row in ROWS if not row.tasks + row.handouts] == []
    assert [f"{row}: task {t}?" for row in ROWS for t in row.tasks if t not in TASKS] == []
    assert [f"{row}: exercise {e}?" for row in ROWS for e in row.handouts if e not in SLUGS] == []
    assert [
        f"{row}: {n}?" for row in ROWS for n in words(row.note) if not n.startswith(NOTES)
    ] == []


def test_a_handout_names_the_note_that_it_is_about() -> None:
    for row in ROWS:
        mine = [name for name in NOTES if name in row.note]
        for exercise, language in product(row.handouts, HANDOUTS):
            assert any(name in told(exercise, language) for name in mine), (
                f"{row}: not in {exercise}"
            )


def test_what_a_note_has_wrong_stands_beside_what_is_right() -> None:
    assert {flaw_of(row) for row in ROWS} == {*FLAWS, ""}
    assert [str(row) for row in ROWS if bool(flaw_of(row)) != ("Right: " in row.item)] == []


def test_a_number_in_bold_is_told_in_both_languages() -> None:
    for row in ROWS:
        for number, language in product(re.findall(r"\*\*(.+?)\*\*", row.item), HANDOUTS):
            pattern = rf"(?<![\d.,]){re.escape(plain(number))}(?!\d|[.,]\d)"
            assert any(re.search(pattern, told(e, language)) for e in row.handouts), (
                f"{row}: {number} stands in no {HANDOUTS[language]} of {row.handouts}"
            )


def test_a_number_in_code_is_what_a_task_expects() -> None:
    for row in ROWS:
        answers = [x for task in row.tasks for x in expected(task)]
        for number in re.findall(r"`(-?[\d,.]+)`", row.item):
            value, digits = float(plain(number)), len(number.partition(".")[2])
            assert value in [round(x, digits) for x in answers], (
                f"{row}: {number} in no {row.tasks}"
            )


def test_every_exercise_is_named() -> None:
    assert sorted(set(SLUGS) - {exercise for row in ROWS for exercise in row.handouts}) == []


def test_every_task_is_named_or_goes_beyond_the_notes() -> None:
    (line,) = re.findall(r"^Beyond the notes: (.+)\.$", DOCUMENT, re.M)
    named, beyond = {task for row in ROWS for task in row.tasks}, set(words(line))
    assert sorted(named & beyond) == []
    assert sorted(named | beyond) == sorted(TASKS)
