"""The gradebook: one SQLite file that holds what was handed in and every grade it was given.

Results are only ever added. Each stands in a transaction of its own, so that whatever ends the
process loses what was being graded, and nothing else.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grader.classroom.discover import Found, Handed
from grader.classroom.model import (
    Attempt,
    Built,
    Graded,
    Result,
    Student,
    StudentRecord,
    Trouble,
)
from grader.classroom.roster import Roster
from grader.kit import UsageError
from grader.report.stored import from_plain, to_plain

SCHEMA = 1
TABLES = """
create table meta (name text primary key, value text not null) without rowid;
create table students (
    key text primary key,
    about text not null,
    troubles text not null,
    seen integer not null,
    enrolled integer not null
) without rowid;
create table files (digest text primary key, packed blob not null) without rowid;
create table attempts (
    id integer primary key,
    student text not null references students (key),
    slug text not null,
    digest text not null references files (digest),
    file text not null,
    handed_in real,
    late integer not null,
    seen integer not null,
    unique (student, slug, digest)
);
create table results (
    id integer primary key,
    attempt integer not null references attempts (id),
    key text not null,
    command integer not null references commands (id),
    graded_at real not null,
    status text not null,
    points real not null,
    max_points real not null,
    graded text not null
);
create index results_of_attempt on results (attempt);
create index results_of_key on results (key);
create table commands (
    id integer primary key, begun real not null, ended real, name text not null, about text not null
);
create table losses (task text primary key, losses text not null) without rowid;
"""
"""`seen` and `command` are numbers of rows in `commands`; `graded` is JSON, `packed` zlib's."""


@dataclass(frozen=True)
class Entry:
    """One attempt, as it is looked up to be graded."""

    id: int
    student: str
    slug: str
    digest: str
    graded: bool
    """Whether it has a grade under the key that was asked for."""


class Gradebook:
    """One gradebook, open to read or, by one process at a time, to write."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._sql = connection

    def close(self) -> None:
        """Close the file."""
        self._sql.close()

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def seed(self) -> int:
        """What fresh cases are drawn from: one for the whole class, so that all are asked alike."""
        return int(self._one("select value from meta where name = 'seed'"))

    @property
    def accuracy(self) -> str:
        """How much of accuracy the last command asked for."""
        row = self._sql.execute("select about from commands order by id desc limit 1").fetchone()
        told = json.loads(row[0]).get("accuracy") if row is not None else None
        return told or "standard"

    def begin(self, name: str, about: Mapping[str, Any]) -> int:
        """Note that a command begins, with how it was called and where; returns its number."""
        with self._sql:
            cursor = self._sql.execute(
                "insert into commands (begun, name, about) values (?, ?, ?)",
                (time.time(), name, _json(about)),
            )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def end(self, command: int) -> None:
        """Note that a command came to its end."""
        with self._sql:
            self._sql.execute("update commands set ended = ? where id = ?", (time.time(), command))

    def enrol(self, roster: Roster, command: int) -> None:
        """Enter the students of a roster, whether they handed anything in or not.

        Who was known by another name until now, a folder's, becomes the student of the roster.
        """
        with self._sql:
            self._sql.execute("update students set enrolled = 0")
            self._sql.executemany(
                "insert into students values (?, ?, '[]', ?, 1) on conflict (key) do update"
                " set about = excluded.about, enrolled = 1",
                [(one.key, _json(asdict(one)), command) for one in roster.students],
            )
            others = self._sql.execute("select about from students where not enrolled").fetchall()
            for (about,) in others:
                student = Student(**json.loads(about))
                known = roster.recognise(student)
                if known.key != student.key:
                    self._rename(student.key, known.key)

    def _rename(self, old: str, new: str) -> None:
        """Give a student's attempts to another key; the same files are one attempt."""
        self._sql.execute("update or ignore attempts set student = ? where student = ?", (new, old))
        self._sql.execute(
            "update results set attempt = (select b.id from attempts a join attempts b"
            " on b.student = ? and b.slug = a.slug and b.digest = a.digest where a.id = attempt)"
            " where attempt in (select id from attempts where student = ?)",
            (new, old),
        )
        self._sql.execute("delete from attempts where student = ?", (old,))
        self._sql.execute(
            "update students set troubles = (select troubles from students where key = ?)"
            " where key = ?",
            (old, new),
        )
        self._sql.execute("delete from students where key = ?", (old,))

    def enrolled(self) -> Roster:
        """Return the roster that was given last."""
        rows = self._sql.execute("select about from students where enrolled").fetchall()
        return Roster(tuple(Student(**json.loads(about)) for (about,) in rows))

    def hand_in(self, found: Found, command: int, times: Mapping[str, float | None]) -> None:
        """Enter what one student handed in; what is there already is only seen again.

        `times` holds when each exercise was handed in; the first time that it was seen counts.
        """
        troubles = [asdict(trouble) for trouble in found.troubles]
        with self._sql:
            self._sql.execute(
                "insert into students values (?, ?, ?, ?, 0) on conflict (key) do update"
                " set about = excluded.about, troubles = excluded.troubles, seen = excluded.seen",
                (found.student.key, _json(asdict(found.student)), _json(troubles), command),
            )
            for slug, handed in found.handed.items():
                self._attempt(found, handed, command, times.get(slug))

    def _attempt(self, found: Found, handed: Handed, command: int, handed_in: float | None) -> None:
        digest = handed.digest
        self._sql.execute(
            "insert into files values (?, ?) on conflict do nothing", (digest, _pack(handed.files))
        )
        self._sql.execute(
            "insert into attempts (student, slug, digest, file, handed_in, late, seen)"
            " values (?, ?, ?, ?, ?, ?, ?) on conflict (student, slug, digest) do update"
            " set seen = excluded.seen, handed_in = coalesce(handed_in, excluded.handed_in)",
            (
                found.student.key,
                handed.slug,
                digest,
                handed.path,
                handed_in,
                found.late,
                command,
            ),
        )

    def entries(
        self, keys: Mapping[str, str], *, seen: int | None = None, students: Sequence[str] = ()
    ) -> Iterator[Entry]:
        """Yield the attempts of the exercises that `keys` has, in the order of the exercises.

        `keys` holds what makes a grade of each exercise one of this kit's; `seen` limits them to
        those that a command found, `students` to some students.
        """
        wanted = set(students)
        for slug, key in sorted(keys.items()):
            rows = self._sql.execute(
                "select id, student, digest, exists (select 1 from results where"
                " attempt = attempts.id and key = ? || attempts.digest and status != 'error')"
                " from attempts where slug = ? and (? is null or seen = ?) order by id",
                (key, slug, seen, seen),
            ).fetchall()
            for number, student, digest, graded in rows:
                if not wanted or student in wanted:
                    yield Entry(number, student, slug, digest, bool(graded))

    def files(self, digest: str) -> dict[str, bytes]:
        """Return what was handed in, by name."""
        return _unpack(self._one("select packed from files where digest = ?", digest))

    def record(self, attempt: int, key: str, command: int, graded: Graded) -> None:
        """Add a result. An error is kept, too, and takes no grade's place (`Attempt.current`)."""
        report = graded.report
        data = {**asdict(graded), "report": to_plain(report)}
        with self._sql:
            self._sql.execute(
                "insert into results (attempt, key, command, graded_at, status, points,"
                " max_points, graded) values (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    attempt,
                    key,
                    command,
                    time.time(),
                    report.status,
                    report.points,
                    report.max_points,
                    _json(data),
                ),
            )

    def keep_losses(self, task: str, losses: Sequence[float]) -> None:
        """Keep the curve of the kit's own network, to be drawn beside the students'."""
        with self._sql:
            self._sql.execute(
                "insert into losses values (?, ?) on conflict (task) do update"
                " set losses = excluded.losses",
                (task, _json(list(losses))),
            )

    def losses(self) -> dict[str, tuple[float, ...]]:
        """Return the curves of the kit's own networks by task."""
        return {
            task: tuple(json.loads(told))
            for task, told in self._sql.execute("select task, losses from losses")
        }

    def same(self, key: str) -> Graded | None:
        """Return a grade that somebody's same files were given by the same kit, if there is one."""
        row = self._sql.execute(
            "select graded from results where key = ? and status != 'error' limit 1", (key,)
        ).fetchone()
        return None if row is None else _graded(json.loads(row[0]))

    def current(self, attempt: int) -> Graded | None:
        """Return the newest grade of an attempt; None where it has none."""
        row = self._sql.execute(
            "select graded from results where attempt = ? and status != 'error'"
            " order by id desc limit 1",
            (attempt,),
        ).fetchone()
        return None if row is None else _graded(json.loads(row[0]))

    def students(self, *, history: bool = False) -> Iterator[StudentRecord]:
        """Yield all that is known, by name; with `history`, older results of each attempt, too."""
        rows = self._sql.execute("select key, about, troubles from students").fetchall()
        people = [(Student(**json.loads(about)), json.loads(told)) for _, about, told in rows]
        for student, troubles in sorted(people, key=lambda one: (one[0].shown, one[0].key)):
            attempts: dict[str, list[Attempt]] = {}
            for attempt in self._attempts(student.key, history=history):
                attempts.setdefault(attempt.slug, []).append(attempt)
            yield StudentRecord(
                student,
                {slug: tuple(own) for slug, own in sorted(attempts.items())},
                tuple(Trouble(**one) for one in troubles),
            )

    def _attempts(self, student: str, *, history: bool) -> Iterator[Attempt]:
        rows = self._sql.execute(
            "select id, slug, digest, file, handed_in, late from attempts where student = ?"
            " order by seen, id",
            (student,),
        ).fetchall()
        for number, slug, digest, file, handed_in, late in rows:
            results = tuple(self._results(number, history=history))
            yield Attempt(slug, digest, file, handed_in, bool(late), results)

    def _results(self, attempt: int, *, history: bool) -> Iterator[Result]:
        if history:
            wanted = "attempt = ? order by id"
        else:  # the one that counts
            wanted = "attempt = ? order by status = 'error', id desc limit 1"
        rows = self._sql.execute(
            f"select key, graded_at, graded from results where {wanted}", (attempt,)
        )
        for key, graded_at, graded in rows.fetchall():
            yield Result(key, graded_at, _graded(json.loads(graded)))

    def _one(self, query: str, *values: object) -> Any:
        return self._sql.execute(query, values).fetchone()[0]


@contextmanager
def writing(path: Path) -> Iterator[Gradebook]:
    """Open a gradebook to write, making it where there is none.

    Raises UsageError where another process writes to it, or it is no gradebook.
    """
    from filelock import FileLock, Timeout

    if not path.parent.is_dir():
        raise UsageError("usage.cannot_write", path=str(path), why=f"{path.parent} is no folder")
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise UsageError("usage.gradebook_busy", path=str(path)) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError("usage.gradebook_unreadable", path=str(path), why=why) from error
    try:
        with _opened(path) as gradebook:
            yield gradebook
    finally:
        lock.release()


@contextmanager
def reading(path: Path) -> Iterator[Gradebook]:
    """Open a gradebook to read, also while another process writes to it.

    Raises UsageError where there is none.
    """
    if not path.is_file():
        raise UsageError("usage.no_gradebook", path=str(path))
    with _opened(path) as gradebook:
        yield gradebook


@contextmanager
def _opened(path: Path) -> Iterator[Gradebook]:
    try:
        connection = sqlite3.connect(path, timeout=30)
        try:
            _prepare(path, connection)
            yield Gradebook(path, connection)
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise UsageError("usage.gradebook_unreadable", path=str(path), why=str(error)) from error


def _prepare(path: Path, connection: sqlite3.Connection) -> None:
    """Make the tables, all at once; a file that another process began and lost has none."""
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    connection.execute("pragma foreign_keys = on")
    version = connection.execute("pragma user_version").fetchone()[0]
    tables = connection.execute("select count(*) from sqlite_master").fetchone()[0]
    if version == 0 and not tables:
        seed = secrets.randbits(31)
        connection.executescript(
            f"begin; {TABLES} insert into meta values ('seed', '{seed}');"
            f" pragma user_version = {SCHEMA}; commit;"
        )
    elif version != SCHEMA:
        raise UsageError(
            "usage.gradebook_schema", path=str(path), found=str(version), expected=str(SCHEMA)
        )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=list)


def _graded(data: dict[str, Any]) -> Graded:
    return Graded(
        from_plain(data["report"]),
        tuple(Built(**one) for one in data["networks"]),
        data["sandbox"],
        tuple(data["missing"]),
    )


def _pack(files: Mapping[str, bytes]) -> bytes:
    """Return named bytes as one: each with a line of its name and its length before it."""
    parts = (f"{len(data)} {name}\n".encode() + data for name, data in sorted(files.items()))
    return zlib.compress(b"".join(parts))


def _unpack(packed: bytes) -> dict[str, bytes]:
    whole, files, at = zlib.decompress(packed), {}, 0
    while at < len(whole):
        head = whole.index(b"\n", at)
        length, _, name = whole[at:head].decode().partition(" ")
        files[name] = whole[head + 1 : head + 1 + int(length)]
        at = head + 1 + int(length)
    return files
