"""What the loop takes and what it does not, with graders that answer when they are told to."""

from __future__ import annotations

import io
import threading

import pytest
from rich.console import Console

from grader.messages import Messages
from grader.watch.screen import Screen
from grader.watch.session import Session
from tests.report.building import exercise, finding, report, task

FIRST, SECOND = "01_double_it", "02_small_net"
SECONDS = 30


class SlowGrader:
    """Answers each question with a report of its own, once it is let go."""

    def __init__(self):
        self.asked = 0
        self.began, self.go = threading.Semaphore(0), threading.Event()

    def grade(self, folder, selection, tell):
        self.asked += 1
        number = self.asked
        self.began.release()
        assert self.go.wait(SECONDS)
        wrong = finding("values", "fail", f"answer.{number}", 1)
        return report(exercise(selection[0][0][:2], "T", "T", task("1.1", "double", wrong)))


class SlowGraders:
    trains, effort = False, "none"

    def __init__(self):
        self.quick = self.usual = self.full = SlowGrader()
        self.given_up = 0

    def give_up(self):
        self.given_up += 1


@pytest.fixture
def session(students_kit):
    graders = SlowGraders()
    screen = Screen(Console(file=io.StringIO()), Messages("en"))
    made = Session(students_kit, students_kit.exercises, {}, graders, screen)
    yield made
    graders.quick.go.set()
    made._checks.close()


def save(kit, slug):
    [file] = (kit.exercises / slug).glob("*.py")
    file.write_text(file.read_text("utf-8") + "\n# saved\n", "utf-8")


def told(session, count):
    """Handle so many events; returns the codes that are known of each exercise then."""
    for _ in range(count):
        session._handle(session._events.get(timeout=SECONDS))
    return {
        slug: known.exercises[0].tasks[0].findings[0].code
        for slug, known in session._reports.items()
    }


def test_of_a_file_saved_while_it_is_checked_only_the_last_check_counts(session, students_kit):
    session._check(FIRST)
    assert session._graders.quick.began.acquire(timeout=SECONDS)
    save(students_kit, FIRST)
    session._save()
    assert session._graders.given_up == 1
    session._graders.quick.go.set()
    assert told(session, 1) == {}
    assert told(session, 1) == {FIRST: "answer.2"}


def test_what_was_asked_for_the_list_is_given_up_at_a_save(session, students_kit):
    """And asked for once more when the list is: with a number that no earlier answer has."""
    session._list()
    assert session._graders.quick.began.acquire(timeout=SECONDS)  # the first exercise, answer 1
    save(students_kit, SECOND)
    session._save()
    session._list()
    session._graders.quick.go.set()
    seen = [told(session, 1) for _ in range(3)]
    assert all(found.get(FIRST) != "answer.1" for found in seen)
    assert set(seen[-1]) == {FIRST, SECOND}
