"""The gradebook: nothing is lost, nothing is overwritten, one writes."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from grader.classroom.gradebook import reading, writing
from grader.classroom.model import Built, Student, Trouble
from grader.classroom.roster import Roster
from grader.kit import UsageError
from tests.classroom.writer import found, graded
from tests.conftest import ROOT

SLUG = "01_double_it"
KEYS = {SLUG: "kit1:"}


@pytest.fixture
def book(tmp_path):
    with writing(tmp_path / "book.sqlite") as book:
        book.begin("check", {"accuracy": "none"})
        yield book


def entry(book, keys=KEYS, **limits):
    [only] = book.entries(keys, **limits)
    return only


def test_what_was_handed_in_comes_back(book):
    handed = replace(found("kim", "def double(x):\n    return 2 * x\n"), late=True)
    handed = replace(handed, troubles=(Trouble("link", {"path": "a.py"}),))
    book.hand_in(handed, 1, {SLUG: 1000.0})
    one = entry(book)
    assert (one.student, one.slug, one.graded) == ("kim", SLUG, False)
    assert book.files(one.digest) == {"double_it.py": b"def double(x):\n    return 2 * x\n"}
    [record] = book.students()
    assert record.student == Student("kim")
    assert record.troubles == (Trouble("link", {"path": "a.py"}),)
    [attempt] = record.attempts[SLUG]
    assert (attempt.handed_in, attempt.late, attempt.current) == (1000.0, True, None)


def test_a_grade_comes_back_as_it_was_given(book):
    book.hand_in(found("kim", "a"), 1, {})
    given = replace(graded(1.5), networks=(Built("1.1", "abc", 3, 320),), sandbox="isolated")
    given = replace(given, missing=("network",))
    book.record(entry(book).id, "kit1:" + entry(book).digest, 1, given)
    assert book.current(entry(book).id) == given
    assert entry(book).graded
    [record] = book.students()
    assert record.attempts[SLUG][0].current.graded == given


def test_files_that_were_seen_before_are_no_new_attempt(book):
    book.hand_in(found("kim", "a"), 1, {SLUG: 1000.0})
    book.hand_in(found("kim", "a"), 1, {SLUG: 2000.0})
    [record] = book.students()
    assert [one.handed_in for one in record.attempts[SLUG]] == [1000.0]


def test_an_older_version_handed_in_again_is_the_last(book):
    for text in ("old", "new", "old"):
        book.hand_in(found("kim", text), book.begin("check", {}), {})
    [record] = book.students()
    texts = [book.files(one.digest)["double_it.py"] for one in record.attempts[SLUG]]
    assert texts == [b"new", b"old"]


def test_what_a_command_did_not_find_is_not_its_to_grade(book):
    book.hand_in(found("kim", "a"), 1, {})
    second = book.begin("check", {})
    book.hand_in(found("lee", "b"), second, {})
    assert entry(book, seen=second).student == "lee"
    assert entry(book, students=["kim"]).student == "kim"


def test_another_kit_has_not_graded_it(book):
    book.hand_in(found("kim", "a"), 1, {})
    book.record(entry(book).id, "kit1:" + entry(book).digest, 1, graded(2.0))
    assert not entry(book, {SLUG: "kit2:"}).graded
    assert book.same("kit2:" + entry(book).digest) is None
    assert book.same("kit1:" + entry(book).digest) == graded(2.0)


def test_an_error_never_takes_the_place_of_a_grade(book):
    book.hand_in(found("kim", "a"), 1, {})
    one = entry(book)
    book.record(one.id, "kit1:" + one.digest, 1, graded(2.0))
    book.record(one.id, "kit2:" + one.digest, 1, graded(0.0, "error"))
    assert book.current(one.id) == graded(2.0)
    assert not entry(book, {SLUG: "kit2:"}).graded  # it will be tried again
    [short], [whole] = book.students(), book.students(history=True)
    assert short.attempts[SLUG][0].current.graded == graded(2.0)
    assert whole.attempts[SLUG][0].current.graded == graded(2.0)
    assert [r.graded for r in whole.attempts[SLUG][0].results] == [
        graded(2.0),
        graded(0.0, "error"),
    ]


def test_an_error_alone_is_told(book):
    book.hand_in(found("kim", "a"), 1, {})
    book.record(entry(book).id, "kit1:" + entry(book).digest, 1, graded(0.0, "error"))
    [record] = book.students()
    assert record.attempts[SLUG][0].current.graded == graded(0.0, "error")


def test_the_roster_is_there_without_a_file_and_is_remembered(book):
    kim, lee = Student("1", "김민지", "kim@x.kr", ids={"canvas": "7"}), Student("2", "이서준")
    book.enrol(Roster((kim, lee)), 1)
    book.hand_in(found("other", "a"), 1, {})
    assert book.enrolled() == Roster((kim, lee))
    book.enrol(Roster((lee,)), 1)
    assert book.enrolled() == Roster((lee,))
    assert [(one.student.key, len(one.attempts)) for one in book.students()] == [
        ("other", 1),
        ("1", 0),
        ("2", 0),
    ]


def test_who_was_known_by_a_folder_is_found_on_a_later_roster(book):
    for text in ("a", "b"):
        book.hand_in(replace(found("kim", text), troubles=(Trouble("link", {}),)), 1, {})
    for one in book.entries(KEYS):
        book.record(one.id, "kit1:" + one.digest, 1, graded(1.0))
    book.hand_in(found("1", "b"), 1, {})
    book.enrol(Roster((Student("1", "김민지", "kim@x.kr"),)), 1)
    [record] = book.students(history=True)
    assert record.student.name == "김민지"
    assert record.troubles == (Trouble("link", {}),)
    attempts = record.attempts[SLUG]
    assert [len(one.results) for one in attempts] == [1, 1]


def test_one_process_writes_and_others_read(book, tmp_path):
    book.hand_in(found("kim", "a"), 1, {})
    with reading(tmp_path / "book.sqlite") as other:
        assert entry(other).student == "kim"
    script = "import sys; from pathlib import Path; from grader.classroom.gradebook import writing"
    script += "; writing(Path(sys.argv[1])).__enter__()"
    command = [sys.executable, "-c", script, str(tmp_path / "book.sqlite")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "usage.gradebook_busy" in done.stderr


def test_files_that_are_no_gradebook(tmp_path):
    path = tmp_path / "notes.txt"
    with pytest.raises(UsageError, match="no_gradebook"), reading(path):
        pass
    path.write_text("these are my notes, and long enough to be no empty database at all" * 20)
    with pytest.raises(UsageError, match="gradebook_unreadable"), writing(path):
        pass
    assert path.read_text().startswith("these are my notes")
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("create table mine (x)")
    with pytest.raises(UsageError, match="gradebook_schema"), writing(other):
        pass


def test_killed_at_any_moment_it_loses_nothing_that_was_told(tmp_path):
    """Twenty-five times on one gradebook: what was told is there, and all of it can be read."""
    path, draw, told = tmp_path / "book.sqlite", random.Random(1), 0
    for turn in range(25):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.classroom.writer", str(path), str(turn)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout.readline() == "0\n"
        time.sleep(draw.uniform(0, 0.15))
        os.kill(process.pid, signal.SIGKILL)
        rest = process.stdout.read()
        process.stdout.close()
        process.wait()
        told += 1 + rest.count("\n")
        with sqlite3.connect(path) as connection:
            assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
            assert connection.execute("pragma foreign_key_check").fetchall() == []
            [count] = connection.execute("select count(*) from results").fetchone()
        connection.close()
        assert told <= count <= told + turn + 1  # of each turn one may be kept and not told
    assert told > 100
    with writing(path) as book:
        results = [
            result
            for record in book.students(history=True)
            for attempts in record.attempts.values()
            for attempt in attempts
            for result in attempt.results
        ]
    assert len(results) == count
    assert all(result.graded == graded(1.0) for result in results)
