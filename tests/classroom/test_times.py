"""When things were handed in, from a table of the instructor's."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from grader.classroom.grading import read_times
from grader.classroom.model import Student
from grader.classroom.roster import Roster
from grader.kit import UsageError
from grader.messages import Messages

ONE, TWO = "01_double_it", "02_small_net"
ROSTER = Roster((Student("20261234", "김민지", "kim@x.kr"), Student("20261235", "이서준")))


@pytest.fixture
def read(kit, tmp_path):
    def read(text):
        path = tmp_path / "times.csv"
        path.write_text(text, "utf-8-sig")
        return read_times(path, ROSTER.recognise, kit)

    return read


@pytest.fixture
def refused(read, tmp_path):
    def refused(text):
        with pytest.raises(UsageError) as caught:
            read(text)
        told = Messages("en").text("usage", caught.value.code, caught.value.data)
        return told.replace(str(tmp_path / "times.csv"), "times.csv")

    return refused


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc).timestamp()


def test_times_by_student_and_exercise(read):
    times = read(
        "Student,Exercise,Time\n"
        "20261234,1,2026-11-30T23:59:00+09:00\n"
        "kim@x.kr,02_small_net,2026-12-01T00:00:00Z\n"
        "이서준,,2026-12-01 09:00:00.500+09:00\n"
        "choi,02,2026-12-01T01:00:00+00:00\n"
    )
    assert times == {
        ("20261234", ONE): utc(2026, 11, 30, 14, 59),
        ("20261234", TWO): utc(2026, 12, 1),
        ("20261235", ""): utc(2026, 12, 1) + 0.5,
        ("choi", TWO): utc(2026, 12, 1, 1),
    }


def test_one_time_for_all_exercises_and_other_separators(read):
    assert read("time;student\n2026-12-01T00:00:00Z;choi\n") == {("choi", ""): utc(2026, 12, 1)}


def test_a_time_without_an_offset_is_this_machines(read):
    found = read("student,time\nchoi,2026-12-01T09:30\n")
    assert found == {("choi", ""): datetime(2026, 12, 1, 9, 30).timestamp()}


def test_a_later_row_takes_the_place_of_an_earlier(read):
    times = read("student,time\nchoi,2026-12-01T00:00:00Z\nchoi,2026-12-02T00:00:00Z\n")
    assert times == {("choi", ""): utc(2026, 12, 2)}


@pytest.mark.parametrize("found", ["", "tomorrow", "30.11.2026", "0001-01-01", "9999-99-99"])
def test_what_is_no_time(refused, found):
    assert refused(f"student,exercise,time\nchoi,,2026-12-01\nlee,1,{found}\n") == (
        f"times.csv, line 3: found the time {found}; expected one such as "
        "2026-11-30T23:59:00+09:00."
    )


def test_what_is_no_table_of_times(refused):
    expected = "; expected the columns student, time and, where it differs, exercise."
    assert refused("") == f"times.csv, line 1: found {expected}"
    assert refused("name,when\nchoi,now\n") == f"times.csv, line 1: found name, when{expected}"


def test_an_exercise_that_is_not_there(read):
    with pytest.raises(UsageError) as caught:
        read("student,exercise,time\nchoi,7,2026-12-01\n")
    assert (caught.value.code, caught.value.data["name"]) == ("usage.no_such_exercise", "7")
