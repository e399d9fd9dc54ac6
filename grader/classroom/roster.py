"""Who is in a class: a CSV file of names, and which of them a folder's name means."""

from __future__ import annotations

import csv
import io
import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.classroom.model import Student
from grader.kit import UsageError
from grader.submission import decode_text

HEADERS: Mapping[str, tuple[str, ...]] = {
    "key": ("key", "student", "student id", "sid", "id number", "idnumber", "identifier", "학번"),
    "name": ("name", "full name", "student name", "이름", "성명"),
    "first": ("first name", "given name"),
    "last": ("last name", "surname", "family name"),
    "email": ("email", "email address", "e-mail", "이메일", "메일"),
    "section": ("section", "group", "class", "분반", "반"),
    "canvas": ("canvas id", "id", "user id"),
    "sis": ("sis user id", "sis id"),
    "login": ("sis login id", "login", "login id", "username", "user name", "아이디"),
    "github": ("github", "github_username", "github username", "github login"),
    "moodle": ("moodle", "moodle id", "participant"),
}
"""What columns may be called, in any case."""
IDS = ("sis", "login", "github", "canvas", "moodle")
"""Those that people gave first: one of them names a student where nothing else does."""
NUMBERS = ("canvas", "moodle")
"""A platform's own numbers: next to another kind of id, the same digits are somebody else."""
NOBODY = ("points possible", "student, test")
"""Rows of a gradebook that Canvas exported."""
MAX_BYTES = 10 << 20
DELIMITERS = (",", ";", "\t")
csv.field_size_limit(MAX_BYTES)  # a worksheet may hold whole texts of students


@dataclass(frozen=True)
class Roster:
    """The students of a class."""

    students: tuple[Student, ...] = ()

    def recognise(self, found: Student) -> Student:
        """Return the student of the roster who is meant, or what was found where nobody is."""
        known = self.find(found)
        return found if known is None else replace(known, ids={**found.ids, **known.ids})

    def find(self, found: Student) -> Student | None:
        """Return the student of the roster who is meant; None where nobody is.

        Ids of a platform count before names; a name that two students share means neither.
        """
        for same in (_same_id, _same_name):
            matching = [one for one in self.students if same(one, found)]
            if len(matching) == 1:
                return matching[0]
        return None

    def knows(self, student: Student) -> bool:
        """Whether a student is in the class; everybody is where there is no roster."""
        return not self.students or any(one.key == student.key for one in self.students)


def _same_id(known: Student, found: Student) -> bool:
    shared = known.ids.keys() & found.ids.keys()
    if any(_plain(known.ids[name]) == _plain(found.ids[name]) for name in shared):
        return True
    mine = {_plain(known.key), _plain(known.email), _plain(known.ids.get("login", ""))}
    ids = (value for name, value in found.ids.items() if name not in NUMBERS)
    theirs = {_plain(found.key), _plain(found.email), *map(_plain, ids)}
    return bool((mine & theirs) - {""})


def _same_name(known: Student, found: Student) -> bool:
    names = {*_spellings(known.name), _plain(known.email.partition("@")[0])}
    names |= {_plain(known.ids.get(name, "")) for name in ("github", "login")}
    return bool((names & {_plain(found.key), *_spellings(found.name)}) - {""})


def _spellings(name: str) -> Iterator[str]:
    """Yield a name as platforms write it: `Kim Minji`, `kimminji`, `minjikim`."""
    yield _plain(name)
    parts = name.replace(",", " ").split()
    yield _plain("".join(reversed(parts)))
    if len(parts) > 2:
        yield _plain("".join([parts[-1], *parts[:-1]]))
        yield _plain("".join([*parts[1:], parts[0]]))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def read_roster(path: Path) -> Roster:
    """Read a roster. Raises UsageError that names the file, the line and what was expected."""
    rows = list(read_table(path))
    if not rows:
        raise UsageError("usage.roster_empty", path=str(path))
    columns = _columns(rows[0][1])
    if not columns.keys() & {"key", "name", "last", "email", *IDS}:
        expected = ", ".join(names[0] for names in HEADERS.values())
        found = ", ".join(rows[0][1])
        raise UsageError("usage.roster_header", path=str(path), found=found, expected=expected)
    students: dict[str, Student] = {}
    lines: dict[str, int] = {}
    for line, row in rows[1:]:
        student = _student(row, columns)
        if student is None:
            continue
        if student.key in students:
            raise UsageError(
                "usage.roster_twice",
                path=str(path),
                line=line,
                key=student.key,
                first=lines[student.key],
            )
        students[student.key], lines[student.key] = student, line
    return Roster(tuple(students.values()))


def read_table(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV file with their lines, whatever its encoding and separator.

    Raises UsageError where it cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError("usage.table_unreadable", path=str(path), why=why) from error
    text = decode_text(raw[: MAX_BYTES + 1], path.name)[0]
    if text is None or len(raw) > MAX_BYTES or "\0" in text:
        raise UsageError("usage.table_unreadable", path=str(path), why=f"{len(raw):,} bytes")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        place = f"{path}:{reader.line_num}"
        raise UsageError("usage.table_unreadable", path=place, why=str(error)) from error


def delimiter_of(text: str) -> str:
    """Return what separates the columns: what cuts the first rows into equally many cells, and into
    most; where nothing does, what stands first in the header.
    """
    head = text.lstrip().partition("\n")[0]
    found = sorted(DELIMITERS, key=lambda one: head.find(one) if one in head else len(head))
    return max(found, key=lambda one: _cells_each(text, one))


def _cells_each(text: str, delimiter: str) -> int:
    """Return how many cells each of the first rows has; 0 where they differ, or have but one."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = {len(row) for row in itertools.islice(filter(None, reader), 3)}
    except csv.Error:
        return 0
    return widths.pop() if len(widths) == 1 and widths != {1} else 0


def _columns(header: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, title in enumerate(header):
        plain = title.strip().casefold()
        for meaning, titles in HEADERS.items():
            if plain in titles:
                columns.setdefault(meaning, index)
    called = header[columns["key"]].casefold() if "key" in columns else ""
    if called == "student" and columns.keys() & IDS and "name" not in columns:
        columns["name"] = columns.pop("key")  # Canvas calls the name so
    return columns


def _student(row: Sequence[str], columns: Mapping[str, int]) -> Student | None:
    cells = {name: row[index] for name, index in columns.items() if index < len(row)}
    name = cells.get("name") or " ".join(
        part for part in (cells.get("first"), cells.get("last")) if part
    )
    ids = {name: cells[name] for name in IDS if cells.get(name)}
    email = cells.get("email", "")
    key = cells.get("key") or email or next(iter(ids.values()), "") or name
    if not key or name.casefold() in NOBODY:
        return None
    return Student(key, name, email, cells.get("section", ""), ids)
