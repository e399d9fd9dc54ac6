"""Moodle: grading worksheets as sites write them, filled in, whole."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom.policy import Policy
from grader.kit import UsageError
from grader.messages import Messages
from tests.classroom.building import DUE, student
from tests.classroom.export.building import POLICY, export, first, people, second

WORKSHEET = """\ufeff\
Identifier,"Full name","ID number","Email address",Status,Grade,"Maximum Grade",\
"Grade can be changed","Last modified (submission)","Online text","Last modified (grade)",\
"Feedback comments"\r
"Participant 2001","Kim Minji",,kim@x.kr,"Submitted for grading - Graded",1.00,50.00,Yes,\
"Sunday, 1 March 2026, 9:00 AM","<p>my ""text"",\nover lines</p>","Monday, 2 March 2026, 9:00 AM",\r
"Participant 2002","Somebody else",,,"Submitted for grading",,50.00,Yes,-,,-,"by hand"\r
"Participant 2003",Park,,,"Submitted for grading",40.00,50.00,Yes,-,,-,"by hand"\r
"Participant 2004",Choi,choi,,"No submission",,50.00,Yes,-,,-,\r
"Participant 2005",Jung,,,"No submission",,50.00,Yes,-,,-,\r
"Participant 2006",Stranger,,,"No submission",7.00,50.00,Yes,-,,-,kept\r
"Participant 2007","Lock Ed",,,Locked,9.00,50.00,No,-,,-,kept\r
""".replace("\\\n", "")

FEEDBACK = "01: 4 / 4 · Handed in late: 75 % of these points count.<br>02: 2 / 6 · f(&lt;b&gt;)"


def filled(tmp_path, text=WORKSHEET, **options):
    data, told = export("moodle", tmp_path, text.encode(), **options)
    return data.decode(), told


def parsed(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_grades_and_feedback_are_filled_in_and_nothing_else(tmp_path):
    text, told = filled(tmp_path)
    before, after = parsed(WORKSHEET), parsed(text)
    changed = {
        (line, before[0][at]): (old, new)
        for line, rows in enumerate(zip(before, after))
        for at, (old, new) in enumerate(zip(*rows))
        if old != new
    }
    feedback = changed.pop((2, "Feedback comments"))
    assert changed == {
        (1, "Grade"): ("1.00", "50.00"),
        (1, "Feedback comments"): ("", "01: 4 / 4<br>02: 6 / 6"),
        (2, "Grade"): ("", "25.00"),
    }
    assert feedback[1].startswith(FEEDBACK)
    assert [len(row) for row in before] == [len(row) for row in after]
    assert text.startswith("\ufeffIdentifier,Full name,ID number,")
    assert text.count("\r\n") == 8
    assert told == [
        "Written: out.csv",
        "Filled in: 2 grades in the column Grade",
        "Left as they were, because the gradebook does not know them (1): Stranger",
        "Left as they were, because nothing was handed in or it could not be graded (3): "
        "Park, Choi, Jung",
        "Left as they were, because the platform excuses them or locks their grades (1): Lock Ed",
    ]


def test_a_whole_worksheet(tmp_path):
    text, _ = filled(
        tmp_path,
        "Identifier,Full name,Email address,Grade,Maximum grade,Last modified (grade)\n"
        'Participant 1,"Minji Kim",,,"10,00",-\n'
        'Participant 2,,lee@x.kr,"3,00","10,00","a, b"\n',
    )
    assert text == (
        "Identifier,Full name,Email address,Grade,Maximum grade,Last modified (grade)\n"
        'Participant 1,Minji Kim,,"10,00","10,00",-\n'
        'Participant 2,,lee@x.kr,"5,00","10,00","a, b"\n'
    )


def test_one_exercise(tmp_path):
    text, told = filled(tmp_path, exercise="02")
    assert [row[5] for row in parsed(text)[1:4]] == ["50.00", "16.67", "40.00"]
    assert told[1] == "Filled in: 2 grades in the column Grade"


def test_a_korean_worksheet_and_a_named_column(tmp_path):
    text, told = filled(
        tmp_path,
        "식별자,이름,이메일 주소,성적,최고 성적,성적을 변경할 수 있음,피드백 의견\r\n"
        "참가자2001,김민지,kim@x.kr,,10.00,예,\r\n"
        "참가자2002,이서준,,,10.00,아니오,\r\n",
        language="ko",
    )
    assert text == (
        "식별자,이름,이메일 주소,성적,최고 성적,성적을 변경할 수 있음,피드백 의견\r\n"
        "참가자2001,김민지,kim@x.kr,10.00,10.00,예,01: 4 / 4<br>02: 6 / 6\r\n"
        "참가자2002,이서준,,,10.00,아니오,\r\n"
    )
    assert told == [
        "저장한 곳: out.csv",
        "점수 1건을 채웠습니다. 열: 성적",
        "플랫폼에서 면제했거나 점수를 잠가 그대로 둔 사람(1명): 이서준",
    ]
    other = "Identifier,Note,Maximum grade,Email address\nParticipant 1,,10,kim@x.kr\n"
    text, _ = filled(tmp_path, other, column="note")
    assert text.endswith("Participant 1,10.00,10,kim@x.kr\n")


def test_feedback_tells_only_what_may_be_seen(tmp_path):
    policy = Policy(visibility={"02": "after_published"})
    text, _ = filled(tmp_path, policy=policy)
    assert parsed(text)[1][-1] == "01: 4 / 4"
    text, _ = filled(tmp_path, policy=policy, published=True)
    assert parsed(text)[1][-1] == "01: 4 / 4<br>02: 6 / 6"


def test_what_a_student_wrote_cannot_act(tmp_path):
    hostile = {"code": "value.wrong"}
    hostile["data"] = {
        "call": "<script>alert(1)</script>",
        "found": 'a"\n<img src=x>\x1b[31m\ud800',
        "expected": "&",
    }
    kim = student("kim@x.kr", "", second(1, "fail", at=DUE, **hostile))
    text, _ = filled(tmp_path, records=[kim])
    feedback = parsed(text)[1][-1]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in feedback
    assert feedback.count("<") == feedback.count("<br>") == 1
    assert '"' not in feedback
    assert "\n" not in feedback
    assert "\x1b" not in feedback


def test_no_grade_is_above_the_maximum(tmp_path):
    """Moodle would pass over it: it may come of a kit that has lost a task since."""
    kim = student("kim@x.kr", "", first(4), second(6.5))
    text, _ = filled(tmp_path, records=[kim], policy=POLICY)
    assert parsed(text)[1][5] == "50.00"


def test_long_texts_of_students_and_short_rows(tmp_path):
    long = "x" * 300_000
    text, _ = filled(
        tmp_path,
        "Identifier,Email address,Grade,Maximum grade,Online text\n"
        f"Participant 1,kim@x.kr,,10,{long}\nParticipant 2,lee@x.kr\n\n",
    )
    assert f"Participant 1,kim@x.kr,10.00,10,{long}\nParticipant 2,lee@x.kr\n" in text


@pytest.mark.parametrize("most", ["Excellent", "-", "", "0.00", "nan", "inf", "1e3"])
def test_a_scale_of_words(tmp_path, most):
    text = f"Identifier,Email address,Grade,Maximum grade\nParticipant 1,kim@x.kr,,{most}\n"
    with pytest.raises(UsageError) as caught:
        filled(tmp_path, text)
    assert (caught.value.code, caught.value.data) == ("usage.moodle_scale", {"found": most})
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Full name,Grade,Maximum grade", "Identifier / 식별자 / ID"),
        ("Identifier,Maximum grade", "Grade / 성적 / 점수"),
        ("Identifier,Grade", "Maximum Grade / Maximum grade / 최고 성적 / 최대 성적 / 최고점"),
    ],
)
def test_a_table_that_is_no_worksheet(tmp_path, header, expected):
    with pytest.raises(UsageError) as caught:
        filled(tmp_path, f"{header}\n")
    told = Messages("en").text("usage", caught.value.code, caught.value.data)
    assert told.replace(f"{tmp_path}/", "") == (
        f"given.csv, line 1: no column {expected}. Found: {header.replace(',', ', ')}. "
        "--column names the one to fill in."
    )


CELLS = st.text(alphabet='a,;"\n\r\t =+é가', max_size=6)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=4), st.sampled_from(["\n", "\r\n"]))
def test_other_cells_are_what_they_were(tmp_path_factory, rows, newline):
    """Byte for byte, whatever students wrote."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator=newline)
    header = ["Identifier", "Grade", "Maximum grade", "Online text", "Last modified (grade)"]
    writer.writerow(header)
    writer.writerows([[f"Participant {a}", "", "10", b, c] for a, b, c in rows])
    folder = tmp_path_factory.getbasetemp()
    text, _ = filled(folder, file.getvalue(), records=[people()[0]])
    assert parsed(text) == parsed(file.getvalue())
