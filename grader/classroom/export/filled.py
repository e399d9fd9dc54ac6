"""A teacher's exported table: read as it is, filled in, all else kept."""

from __future__ import annotations

import argparse
import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.classroom.export.tables import rounded
from grader.classroom.model import Student
from grader.classroom.policy import Grade, Standing
from grader.classroom.roster import IDS, NUMBERS, Roster, delimiter_of
from grader.kit import UsageError
from grader.messages import Messages
from grader.report.escape import plain
from grader.submission import decode_text

MOST_OF_A_NAME = 100
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass
class Template:
    """A table with the marks of who wrote it: mark of UTF-8, ends of lines, separator."""

    path: Path
    rows: list[list[str]]
    delimiter: str
    newline: str
    mark: bytes

    def column(self, names: Sequence[str], wanted: str | None = None) -> int:
        """Return the place of a column by its name. Raises UsageError that lists what there is."""
        header = self.rows[0]
        for name in [wanted] if wanted else names:
            for index, title in enumerate(header):
                if title.strip().casefold() == name.strip().casefold():
                    return index
        raise UsageError(
            "usage.template_column",
            path=str(self.path),
            expected=wanted or " / ".join(names),
            found=", ".join(title for title in header if title),
        )

    def data(self) -> bytes:
        """Return the table as it is to be written."""
        file = io.StringIO()
        writer = csv.writer(file, delimiter=self.delimiter, lineterminator=self.newline)
        writer.writerows(self.rows)
        return self.mark + file.getvalue().encode("utf-8")


def read_template(options: argparse.Namespace) -> Template:
    """Read the table that a platform exported. Raises UsageError where there is none."""
    path: Path | None = options.template
    if path is None:
        raise UsageError("usage.needs_template", format=options.format)
    try:
        raw = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError("usage.table_unreadable", path=str(path), why=why) from error
    text = decode_text(raw, path.name)[0]
    if not text:
        raise UsageError("usage.table_unreadable", path=str(path), why=f"{len(raw):,} bytes")
    delimiter = delimiter_of(text)
    newline = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UsageError("usage.table_unreadable", path=str(path), why=str(error)) from error
    return Template(path, rows, delimiter, newline, mark)


class Filling:
    """What of each student is written: the total, or one exercise."""

    def __init__(self, standings: Sequence[Standing], options: argparse.Namespace) -> None:
        self._by_key = {one.record.student.key: one for one in standings}
        self._roster = Roster(tuple(one.record.student for one in standings))
        self._exercise = _exercise(options.exercise, standings) if options.exercise else None
        self.unknown: list[str] = []
        """Who is in the table and not in the gradebook."""
        self.left: list[str] = []
        """Whose grade is left as it is: nothing was handed in, or it could not be graded."""
        self.fixed: list[str] = []
        """Whose grade the platform itself excuses or locks."""
        self.filled = 0

    def share(self, student: Student) -> float | None:
        """Return what a student has of all points, from 0 to 1; None to leave the cell alone."""
        standing = self.standing(student)
        if standing is None:
            self.unknown.append(student.shown)
            return None
        grades = self.grades(standing)
        if any(one.provisional or one.unsettled for one in grades) or all(
            one.status in ("missing", "excused") for one in grades
        ):
            self.left.append(student.shown)
            return None
        self.filled += 1
        counted = [one for one in grades if one.status != "excused"]
        most = sum(one.max_points * one.weight for one in counted)
        share = sum(one.points * one.weight for one in counted) / most if most else 0.0
        return min(share, 1.0)  # platforms pass over what is above their maximum

    def excused(self, student: Student) -> bool:
        """Whether a student need not hand in any of what is written."""
        standing = self.standing(student)
        grades = self.grades(standing) if standing is not None else []
        return bool(grades) and all(one.status == "excused" for one in grades)

    def standing(self, student: Student) -> Standing | None:
        """Return what the gradebook has of somebody in the table."""
        known = self._roster.find(student)
        return None if known is None else self._by_key[known.key]

    def grades(self, standing: Standing) -> list[Grade]:
        """Return the grades that are written."""
        return [g for g in standing.grades if self._exercise in (None, g.exercise)]

    def told(self, title: str, messages: Messages) -> Iterator[str]:
        """Yield what was filled in, and who was left out and why."""
        told = {"count": self.filled, "title": plain(title, MOST_OF_A_NAME)}
        yield messages.text("class", "filled", told)
        for why in ("unknown", "left", "fixed"):
            names = [plain(name, MOST_OF_A_NAME) for name in getattr(self, why)]
            if names:
                data = {"count": len(names), "names": ", ".join(names)}
                yield messages.text("class", f"filled_{why}", data)


def _exercise(name: str, standings: Sequence[Standing]) -> str:
    known = [grade.exercise for grade in standings[0].grades] if standings else []
    wanted = name.partition("_")[0].zfill(2)
    if wanted not in known:
        raise UsageError("usage.no_such_exercise", name=name, known=", ".join(known))
    return wanted


def student_of(row: Sequence[str], columns: Mapping[str, int]) -> Student:
    """Return the student of a row; `columns` names the cells: key, name (or first and last), email,
    or an id.
    """
    cells = {name: row[at].strip() for name, at in columns.items() if at < len(row)}
    ids = {name: cells[name] for name in IDS if cells.get(name)}
    name = cells.get("name") or f"{cells.get('first', '')} {cells.get('last', '')}".strip()
    email = cells.get("email", "")
    told = (value for platform, value in ids.items() if platform not in NUMBERS)
    key = cells.get("key") or email or next(told, "") or name
    return Student(
        key or ", ".join(f"{p} {value}" for p, value in ids.items()), name, email, "", ids
    )


def number_of(cell: str) -> float | None:
    """Return the number above 0 in a cell, with a decimal point or a comma; None where none is."""
    number = float(cell.strip().replace(",", ".")) if NUMBER.fullmatch(cell.strip()) else 0.0
    return number or None


def written(number: float, like: str) -> str:
    """Return a number with two decimals, with a comma where another cell has one."""
    told = f"{rounded(number):.2f}"
    return told.replace(".", ",") if "," in like else told
