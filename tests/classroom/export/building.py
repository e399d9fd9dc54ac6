"""A small class with grades of every kind, and exports of it as they are written."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.classroom.export import FORMATS
from grader.classroom.model import Attempt, ClassRecord, StudentRecord
from grader.classroom.policy import Allowance, Late, Policy, standings
from grader.messages import Messages
from tests.classroom.building import DAY, DUE, attempt, finding, info, student, task

ONE = info("01", "One", "하나", ("1.1", "first", 4.0))
TWO = info("02", "Two", "둘", ("2.1", "second", 6.0))
EXERCISES = (ONE, TWO)
POLICY = Policy(
    due_for_all=DUE,
    late=Late(per_day=0.25),
    allowances={"jung": Allowance(excused=frozenset({"01", "02"}))},
)

Export = Callable[..., tuple[bytes, list[str]]]


def first(points: float, status: str = "pass", at: float = DUE, **settings: object) -> Attempt:
    """An attempt at exercise 01, of 4 points."""
    return attempt(
        ONE, task("1.1", "first", finding("values", status, points, 4.0, **settings)), at=at
    )


def second(points: float, status: str = "pass", at: float = DUE, **settings: object) -> Attempt:
    """An attempt at exercise 02, of 6 points."""
    return attempt(
        TWO, task("2.1", "second", finding("values", status, points, 6.0, **settings)), at=at
    )


def people() -> tuple[StudentRecord, ...]:
    """Kim has all; Lee is late and half wrong; Park was not judged; Choi has nothing; Jung is
    excused.
    """
    wrong = {"code": "value.wrong", "data": {"call": "f(<b>)", "found": "3", "expected": "4"}}
    return (
        student(
            "kim", "Kim Minji", first(4), second(6), email="kim@x.kr", ids={"canvas": "101"},
            section="A",
        ),
        student(
            "lee", "이서준", first(4, at=DUE + DAY), second(2, "fail", **wrong),
            email="lee@x.kr", ids={"moodle": "2002"},
        ),
        student("park", "Park", first(4), second(0, "error", code="grader.error")),
        student("choi", "Choi"),
        student("jung", "Jung", first(1)),
    )  # fmt: skip


def export(
    format: str,
    folder: Path,
    template: bytes | None = None,
    records: Sequence[StudentRecord] | None = None,
    policy: Policy = POLICY,
    language: str = "en",
    **options: object,
) -> tuple[bytes, list[str]]:
    """Return what is written, and what is told with the folder left out."""
    record = ClassRecord(EXERCISES, tuple(people() if records is None else records))
    given = folder / "given.csv"
    if template is not None:
        given.write_bytes(template)
    out = folder / "out.csv"
    settings = {"out": out, "template": given if template is not None else None, "column": None}
    settings |= {"exercise": None, "published": False, "format": format, **options}
    lines = FORMATS[format](
        standings(record, policy), policy, argparse.Namespace(**settings), Messages(language)
    )
    told = [line.replace(f"{folder}/", "") for line in lines]
    return (out.read_bytes() if out.is_file() else b""), told
