"""Plain CSV: a row for each student, or one for each check."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from grader.classroom.policy import Policy, Standing
from grader.messages import Messages
from grader.report.escape import plain
from grader.report.formats import cannot_write
from grader.report.words import sentence

FORMULA = (*"=+-@", *"\uff1d\uff0b\uff0d\uff20")
"""A text that begins so is taken for a formula by spreadsheets, full-width forms by Japanese and
Korean ones (OWASP, CSV injection).
"""
SPLITS = ("\t", "\r", "\n")
"""What begins so may be taken apart, and a formula be what is left."""


def to_csv(
    standings: Sequence[Standing], policy: Policy, options: argparse.Namespace, messages: Messages
) -> Iterator[str]:
    """Write a row for each student: total, and points and status of each exercise."""
    ids = [grade.exercise for grade in standings[0].grades] if standings else []
    header = ["student", "name", "email", "section", "points", "max_points", "percent"]
    header += ["provisional", *(f"{i} {what}" for i in ids for what in ("points", "status"))]
    rows = [_row(one) for one in standings]
    path = write_table(options.out or Path("grades.csv"), header, rows)
    yield messages.text("class", "written", {"path": str(path)})


def _row(standing: Standing) -> list[object]:
    student = standing.record.student
    row: list[object] = [student.key, student.name, student.email, student.section]
    row += [rounded(standing.points), rounded(standing.max_points), rounded(standing.percent)]
    row.append("yes" if standing.provisional else "no")
    for grade in standing.grades:
        row += ["" if grade.provisional else rounded(grade.points), grade.status]
    return row


def to_checks(
    standings: Sequence[Standing], policy: Policy, options: argparse.Namespace, messages: Messages
) -> Iterator[str]:
    """Write a row for each check of each student, with what the student is told."""
    header = ["student", "exercise", "task", "check", "group", "status", "mistake", "points"]
    header += ["max_points", "line", "message"]
    rows = [row for one in standings for row in _checks(one, messages)]
    path = write_table(options.out or Path("checks.csv"), header, rows)
    yield messages.text("class", "written", {"path": str(path)})


def _checks(standing: Standing, messages: Messages) -> Iterator[list[object]]:
    for grade in standing.grades:
        current = grade.attempt.current if grade.attempt is not None else None
        for task in current.graded.report.tasks if current is not None else ():
            for one in task.findings:
                place = [standing.record.student.key, grade.exercise, task.id, one.check, one.group]
                told = [one.status, one.mistake or "", rounded(one.points), rounded(one.max_points)]
                yield [*place, *told, one.line or "", plain(sentence(one, messages))]


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write a CSV file that spreadsheets open as it is meant. Raises UsageError where it cannot."""
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(header)
    writer.writerows([[safe(cell) for cell in row] for row in rows])
    return write_bytes(
        path, file.getvalue().encode("utf-8-sig", "replace")
    )  # the mark is for Excel


def write_bytes(path: Path, data: bytes) -> Path:
    """Write a file. Raises UsageError where it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise cannot_write(path, error) from error
    return path


def safe(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and (cell.startswith(SPLITS) or cell.lstrip().startswith(FORMULA)):
        return f"'{cell}"
    return cell


def rounded(points: float) -> float:
    """Return points with two decimals, as platforms compare them."""
    return round(float(points), 2)
