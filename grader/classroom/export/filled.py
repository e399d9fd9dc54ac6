"""A teacher's exported table: read as it is, filled in, all else kept."""

from __future__ import annotations

import argparse
import codecs
import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.classroom.model import Student
from grader.classroom.policy import Grade, Standing
from grader.classroom.roster import Roster, delimiter_of
from grader.kit import UsageError
from grader.submission import decode_text


@dataclass
class Template:
    """A table with the marks of who wrote it: encoding, ends of lines, separator."""

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
                if title.strip().casefold() == name.casefold():
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
    newline = "\r\n" if "\r\n" in text else "\n"
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
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
        self.filled = 0

    def share(self, student: Student) -> float | None:
        """Return what a student has of all points, from 0 to 1; None to leave the cell alone."""
        standing = self.standing(student)
        if standing is None:
            self.unknown.append(student.shown)
            return None
        grades = self.grades(standing)
        if any(one.provisional for one in grades) or all(
            one.status in ("missing", "excused") for one in grades
        ):
            self.left.append(student.shown)
            return None
        self.filled += 1
        counted = [one for one in grades if one.status != "excused"]
        most = sum(one.max_points * one.weight for one in counted)
        return sum(one.points * one.weight for one in counted) / most if most else 0.0

    def standing(self, student: Student) -> Standing | None:
        """Return what the gradebook has of somebody in the table."""
        return self._by_key.get(self._roster.recognise(student).key)

    def grades(self, standing: Standing) -> list[Grade]:
        """Return the grades that are written."""
        return [g for g in standing.grades if self._exercise in (None, g.exercise)]


def _exercise(name: str, standings: Sequence[Standing]) -> str:
    known = [grade.exercise for grade in standings[0].grades] if standings else []
    wanted = name.partition("_")[0].zfill(2)
    if wanted not in known:
        raise UsageError("usage.no_such_exercise", name=name, known=", ".join(known))
    return wanted


def student_of(row: Sequence[str], columns: Mapping[str, int]) -> Student:
    """Return the student of a row; `columns` names the cells: key, name, email, or an id."""
    cells = {name: row[at].strip() for name, at in columns.items() if at < len(row)}
    ids = {name: cells[name] for name in cells if name not in ("key", "name", "email")}
    ids = {name: value for name, value in ids.items() if value}
    key = cells.get("key") or cells.get("email") or next(iter(ids.values()), "")
    name = cells.get("name", "")
    return Student(key or name, name, cells.get("email", ""), ids=ids)
