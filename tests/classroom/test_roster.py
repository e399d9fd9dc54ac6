"""Rosters as instructors have them, and who is meant by what a folder is called."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom.model import Student
from grader.classroom.roster import MAX_BYTES, Roster, delimiter_of, read_roster, read_table
from grader.kit import UsageError
from grader.messages import Messages


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return read_roster(path).students


def refused(tmp_path, text):
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    path = str(tmp_path / "roster.csv")
    told = Messages("en").text("usage", caught.value.code, caught.value.data)
    return told.replace(path, "roster.csv")


# Reading.


def test_a_korean_roster(tmp_path):
    text = "학번,이름,이메일,분반\n20261234,김민지,kim@x.kr,A\n20261235,이서준,,B\n"
    kim = Student("20261234", "김민지", "kim@x.kr", "A")
    lee = Student("20261235", "이서준", "", "B")
    assert read(tmp_path, text) == (kim, lee)
    assert read(tmp_path, text, "utf-8-sig") == (kim, lee)
    assert read(tmp_path, text, "cp949") == (kim, lee)
    assert read(tmp_path, text.replace(",", "\t"), "utf-16") == (kim, lee)
    assert read(tmp_path, text.replace(",", ";").replace("\n", "\r\n")) == (kim, lee)


def test_ids_of_all_platforms(tmp_path):
    text = (
        "Student ID, First Name ,Last Name,E-Mail,Group,Canvas ID,SIS User ID,"
        "SIS Login ID,GitHub Username,Participant,Shoe size\n"
        '7,Minji,Kim,kim@x.kr,"A, early",101,S7,mkim,minji-k,2001,38\n'
    )
    ids = {"canvas": "101", "sis": "S7", "login": "mkim", "github": "minji-k", "moodle": "2001"}
    assert read(tmp_path, text) == (Student("7", "Minji Kim", "kim@x.kr", "A, early", ids),)


def test_what_names_a_student_where_there_is_no_id(tmp_path):
    assert read(tmp_path, "name,email\nKim,kim@x.kr\nLee,\n\n,\n") == (
        Student("kim@x.kr", "Kim", "kim@x.kr"),
        Student("Lee", "Lee"),
    )
    assert read(tmp_path, "login,section\nmkim,A\n,B\n") == (
        Student("mkim", "", "", "A", {"login": "mkim"}),
    )


def test_a_canvas_gradebook_is_a_roster(tmp_path):
    text = (
        "Student,ID,SIS Login ID,Section,Homework (12)\n"
        "    Points Possible,,,,10\n"
        '"Kim, Minji",101,mkim,A,\n'
        '"Kim, Minji",102,mkim2,B,\n'
        '"Student, Test",103,,A,\n'
    )
    assert read(tmp_path, text) == (
        Student("mkim", "Kim, Minji", "", "A", {"canvas": "101", "login": "mkim"}),
        Student("mkim2", "Kim, Minji", "", "B", {"canvas": "102", "login": "mkim2"}),
    )


def test_short_rows_and_cells_over_lines(tmp_path):
    assert read(tmp_path, 'id number,name,section\n1,"Kim\nMinji"\n2,Lee,B,more\n') == (
        Student("1", "Kim\nMinji"),
        Student("2", "Lee", "", "B"),
    )


def test_what_is_no_roster(tmp_path):
    assert refused(tmp_path, "\n \n") == (
        "roster.csv has no rows. Expected: a CSV file with a header such as student id, name, "
        "email."
    )
    assert refused(tmp_path, "colour,size\nred,3\n") == (
        "roster.csv, line 1: none of the columns says who somebody is. Found: colour, size. "
        "Expected some of: key, name, first name, last name, email, section, canvas id, "
        "sis user id, sis login id, github, moodle."
    )
    assert refused(tmp_path, 'key,name\n1,"Kim\nMinji"\n\n1,Lee\n') == (
        "roster.csv, line 5: 1 stands in line 3 already. Each student needs an id of their own."
    )
    assert refused(tmp_path, b"key\n\x00\x01\n") == (
        "roster.csv cannot be read as a CSV file: 7 bytes."
    )
    assert refused(tmp_path, b"key\n\xff\xff\n").endswith("cannot be read as a CSV file: 7 bytes.")


def test_a_file_that_is_too_large_or_not_there(tmp_path):
    told = refused(tmp_path, b"key\n" + b"x" * MAX_BYTES)
    assert told == "roster.csv cannot be read as a CSV file: 10,485,764 bytes."
    with pytest.raises(UsageError) as caught:
        list(read_table(tmp_path / "none.csv"))
    assert caught.value.data["why"] == "No such file or directory"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("key\n1\n", ","),
        ("a,b\n1,2\n", ","),
        ("a;b\n1;2\n", ";"),
        ("a\tb\n1\t2\n", "\t"),
        ("Student;ID;A, b, c, d (1)\nKim;1;7,5\n", ";"),
        ('"a;b;c",d\n1,2\n', ","),
        ("a;b\n1;2;3\n", ";"),  # nothing cuts evenly
        ("\n\na;b\n", ";"),
        ("", ","),
    ],
)
def test_what_separates_the_columns(text, delimiter):
    assert delimiter_of(text) == delimiter


@given(st.text(alphabet='ab,;\t"\n\r', max_size=40))
def test_any_text_has_a_separator(text):
    assert delimiter_of(text) in ",;\t"


# Recognising.

KIM = Student(
    "20261234",
    "Kim Minji",
    "mj.kim@x.kr",
    "A",
    {"canvas": "101", "login": "mkim", "github": "minji-k"},
)
LEE = Student("101", "이서준", "lee@x.kr")
"""Whose number in the university is Kim's number in Canvas."""
ANA = Student("3", "Ana María De La Cruz", "ana@x.kr")
ROSTER = Roster((KIM, LEE, ANA))


def meant(key="", name="", email="", **ids):
    found = ROSTER.find(Student(key, name, email, ids=ids))
    return None if found is None else found.key


@pytest.mark.parametrize(
    ("found", "who"),
    [
        ({"key": "20261234"}, KIM),
        ({"key": "MJ.Kim@X.kr"}, KIM),
        ({"key": "mj_kim"}, KIM),
        ({"key": "Kim_Minji"}, KIM),
        ({"key": "minjikim"}, KIM),
        ({"key": "kim, minji"}, KIM),
        ({"key": "Minji-K"}, KIM),
        ({"key": "?", "login": "MKIM"}, KIM),
        ({"key": "?", "canvas": "101"}, KIM),
        ({"key": "?", "sis": "20261234"}, KIM),
        ({"key": "?", "email": "lee@x.kr"}, LEE),
        ({"key": "?", "sis": "101"}, LEE),
        ({"key": "101"}, LEE),
        ({"key": "?", "name": "이 서준"}, LEE),
        ({"key": "?", "name": "서준, 이"}, LEE),
        ({"key": "?", "name": "서준 이"}, LEE),
        ({"key": unicodedata.normalize("NFD", "이서준")}, LEE),  # as macOS names files
        ({"key": "이서준"}, LEE),
        ({"key": "?", "name": "De La Cruz, Ana María"}, ANA),
    ],
)  # fmt: skip
def test_who_is_meant(found, who):
    assert meant(**found) == who.key


def test_who_is_not_known():
    assert meant(key="choi") is None
    assert meant(key="", name="") is None
    assert meant(key="?", moodle="101") is None  # the number of another platform
    assert meant(key="?", canvas="3") is None
    stranger = Student("choi", ids={"canvas": "9"})
    assert ROSTER.recognise(stranger) == stranger


def test_what_two_could_be_is_neither():
    twins = Roster((Student("1", "김민지"), Student("2", "김민지")))
    assert twins.find(Student("?", "김민지")) is None
    assert twins.find(Student("2", "김민지")).key == "2"


def test_ids_that_were_found_are_kept():
    known = ROSTER.recognise(Student("mkim", ids={"canvas": "999", "moodle": "5"}))
    assert known.ids == {"canvas": "101", "login": "mkim", "github": "minji-k", "moodle": "5"}
    assert (known.key, known.section) == ("20261234", "A")


def test_who_is_in_the_class():
    assert ROSTER.knows(KIM)
    assert not ROSTER.knows(Student("choi"))
    assert Roster().knows(Student("choi"))
