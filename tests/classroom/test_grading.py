"""What one command does to one gradebook, with workers that do as they are told."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from grader.classroom.gradebook import writing
from grader.classroom.grading import Change, Failure, Plan, Tally, grade_class
from grader.classroom.schedule import Hands
from grader.classroom.work import Judged
from grader.train.accuracy import TrainingError
from tests.classroom.writer import found, graded

SLUG = "01_double_it"


@dataclass
class Done:
    """A future whose task was done when it was asked for."""

    key: str
    value: object = None
    error: Exception | None = None

    @property
    def status(self):
        return "error" if self.error else "finished"

    def result(self):
        return self.value

    def exception(self):
        return self.error


class Client:
    """Does each task at once, here: no process is started."""

    loop = None

    def run(self, function, *arguments):
        return {}

    def nthreads(self):
        return {"here": 1}

    def cancel(self, futures):
        assert futures == []

    def submit(self, function, *arguments, key, **_):
        arguments = [one.value if isinstance(one, Done) else one for one in arguments]
        try:
            return Done(key, function(*arguments))
        except Exception as error:
            return Done(key, error=error)


class Completed:
    def __init__(self, **_):
        self.futures = []

    def add(self, future):
        self.futures.append(future)

    def __next__(self):
        if not self.futures:
            raise StopIteration
        return self.futures.pop(0)


@pytest.fixture
def run(kit, tmp_path, monkeypatch):
    """Grades what was handed in; `grade` gives points by the text of the file."""
    monkeypatch.setattr("distributed.as_completed", Completed)
    monkeypatch.setattr("grader.classroom.grading._Grading._client", lambda self: Context())
    asked = []

    def run(points, *students, version="1"):
        def grade(settings, item):
            text = item.files["double_it.py"].decode()
            asked.append(text)
            if isinstance(points, Exception):
                raise points
            return Judged(graded(points))

        monkeypatch.setattr("grader.classroom.grading.keys_of", lambda *_: {SLUG: f"kit{version}:"})
        with writing(tmp_path / "book.sqlite") as book:
            command = book.begin("check", {})
            for name, text in students:
                book.hand_in(found(name, text), command, {})
            tally = Tally()
            plan = Plan((SLUG,), "none", hands=Hands(grade=grade))
            grade_class(kit, book, command, plan, tally, lambda _: None, seen=command)
            current = [
                (one.student.key, attempt.current.graded.report.points)
                for one in book.students()
                for attempt in one.attempts[SLUG]
                if attempt.current
            ]
        return tally, current

    run.asked = asked
    return run


class Context:
    def __enter__(self):
        return Client()

    def __exit__(self, *_):
        pass


def test_the_same_files_are_graded_once(run):
    tally, current = run(2.0, ("kim", "a"), ("lee", "b"), ("park", "a"))
    assert sorted(run.asked) == ["a", "b"]
    assert current == [("kim", 2.0), ("lee", 2.0), ("park", 2.0)]
    assert (tally.attempts, tally.waiting, tally.done, tally.known) == (3, 2, 2, 0)
    tally, current = run(1.0, ("choi", "a"))  # somebody else had them
    assert sorted(run.asked) == ["a", "b"]
    assert current[0] == ("choi", 2.0)
    assert (tally.attempts, tally.waiting, tally.known) == (1, 0, 1)


def test_another_kit_changes_grades_and_says_whose(run):
    run(1.0, ("kim", "a"), ("lee", "a"))
    tally, current = run(2.0, ("kim", "a"), ("lee", "a"), version="2")
    assert current == [("kim", 2.0), ("lee", 2.0)]
    assert tally.changes == [
        Change(student, SLUG, graded(1.0), graded(2.0)) for student in ("kim", "lee")
    ]


def test_a_grade_that_stays_is_no_change(run):
    run(1.0, ("kim", "a"))
    tally, _ = run(1.0, ("kim", "a"), version="2")
    assert (tally.done, tally.changes) == (1, [])


def test_a_failure_keeps_the_older_grade_and_is_told(run):
    run(1.0, ("kim", "a"))
    tally, current = run(TrainingError("no room\n on the disk"), ("kim", "a"), version="2")
    assert current == [("kim", 1.0)]
    assert tally.failures == [Failure("kim", SLUG, "TrainingError: no room on the disk")]
    assert tally.changes == []
    tally, current = run(2.0, ("kim", "a"), version="2")  # it is tried again
    assert current == [("kim", 2.0)]
