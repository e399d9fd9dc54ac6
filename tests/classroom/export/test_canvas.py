"""Canvas: exports as it writes them, filled in, whole."""

from __future__ import annotations

import pytest

from grader.classroom.policy import Allowance, Policy
from grader.kit import UsageError
from grader.messages import Messages
from tests.classroom.building import student
from tests.classroom.export.building import export, first, second

# In the order of Canvas's own exporter: header, hidden assignments, points possible, students.
EXPORTED = """\
Student,ID,SIS User ID,SIS Login ID,Section,Notes,Quiz (31),"Networks, part 1 (32)",Current Score,\
Unposted Current Score,Final Score,Override Score
,,,,,,,Manual Posting,,,,
    Points Possible,,,,,(read only),5.00,20.00,(read only),(read only),(read only),
"Kim, Minji",101,,kminji,A,late,3.00,7.50,80,80,80,
이서준,102,lee,+82@x.kr,"A and =B",,4.00,,70,70,70,
Park,103,park,park,A,,,19.00,,,,
Choi,104,choi,choi,A,,,,,,,
Jung,105,jung,jung,A,,,,,,,
Stranger,106,x,x,A,,1.00,2.00,,,,
"Student, Test",107,,abcdef,A,,,,,,,
"""


def filled(tmp_path, text=EXPORTED, **options):
    options.setdefault("column", "networks, part 1")
    data, told = export("canvas", tmp_path, text.encode(), **options)
    return data.decode(), told


def test_one_assignment_is_filled_in(tmp_path):
    """Kim 10 of 10 and Lee 5 of 10, of 20 points; what is not filled in keeps its grade, since a
    blank cell would take it away.
    """
    text, told = filled(tmp_path)
    assert text == (
        'Student,ID,SIS User ID,SIS Login ID,Section,"Networks, part 1 (32)"\n'
        ",,,,,Manual Posting\n"
        "    Points Possible,,,,,20.00\n"
        '"Kim, Minji",101,,kminji,A,20.00\n'
        "이서준,102,lee,+82@x.kr,A and =B,10.00\n"
        "Park,103,park,park,A,19.00\n"
        "Choi,104,choi,choi,A,\n"
        "Jung,105,jung,jung,A,EX\n"
        "Stranger,106,x,x,A,2.00\n"
        '"Student, Test",107,,abcdef,A,\n'
    )
    assert told == [
        "Written: out.csv",
        "Filled in: 3 grades in the column Networks, part 1 (32)",
        "Left as they were, because the gradebook does not know them (1): Stranger",
        "Left as they were, because nothing was handed in or it could not be graded (2): "
        "Park, Choi",
    ]


def test_one_exercise_in_place_of_the_total(tmp_path):
    """Lee has 3 of 4 points, being late; Park's first exercise was graded."""
    text, told = filled(tmp_path, column="31", exercise="1")
    assert text == (
        "Student,ID,SIS User ID,SIS Login ID,Section,Quiz (31)\n"
        "    Points Possible,,,,,5.00\n"
        '"Kim, Minji",101,,kminji,A,5.00\n'
        "이서준,102,lee,+82@x.kr,A and =B,3.75\n"
        "Park,103,park,park,A,5.00\n"
        "Choi,104,choi,choi,A,\n"
        "Jung,105,jung,jung,A,EX\n"
        "Stranger,106,x,x,A,1.00\n"
        '"Student, Test",107,,abcdef,A,\n'
    )
    assert told[1] == "Filled in: 4 grades in the column Quiz (31)"


def test_semicolons_decimal_commas_marks_and_line_ends_are_kept(tmp_path):
    text, _ = filled(
        tmp_path,
        "\ufeffStudent;ID;SIS Login ID;Section;Networks, all, of, them (32);Final Score\r\n"
        "    Points Possible;;;;7,5;(read only)\r\n"
        "Kim, Minji;101;kminji;A;1,50;\r\n"
        "이서준;;lee@x.kr;A;;\r\n",
        column=None,
    )
    assert text == (
        "\ufeffStudent;ID;SIS Login ID;Section;Networks, all, of, them (32)\r\n"
        "    Points Possible;;;;7,5\r\n"
        "Kim, Minji;101;kminji;A;7,50\r\n"
        "이서준;;lee@x.kr;A;3,75\r\n"
    )


def test_first_and_last_names_and_all_ids(tmp_path):
    text, told = filled(
        tmp_path,
        "LastName,FirstName,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section,H (9)\n"
        "    Points Possible,,,,,,,,10\n"
        "Kim,Minji,,,,i1,x.kr,A,\n"
        "이,서준,,,,i2,x.kr,A,\n"
        "Student,Test,,,,,,A,\n",
        column=None,
    )
    assert text == (
        "LastName,FirstName,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section,H (9)\n"
        "    Points Possible,,,,,,,,10\n"
        "Kim,Minji,,,,i1,x.kr,A,10.00\n"
        "이,서준,,,,i2,x.kr,A,5.00\n"
        "Student,Test,,,,,,A,\n"
    )
    assert told == ["Written: out.csv", "Filled in: 2 grades in the column H (9)"]


def test_what_canvas_excuses_or_does_not_ask_for_stays_so(tmp_path):
    text, told = filled(
        tmp_path,
        "Student,ID,SIS Login ID,Section,H (9)\nPoints Possible,,,,10\n"
        '"Kim, Minji",101,,A,EX\n이서준,102,,A,N/A\n',
        column="H (9)",
    )
    assert text.endswith('"Kim, Minji",101,,A,EX\n이서준,102,,A,N/A\n')
    assert told[1:] == [
        "Filled in: 0 grades in the column H (9)",
        "Left as they were, because the platform excuses them or locks their grades (2): "
        "Kim, Minji, 이서준",
    ]


def test_the_same_number_in_another_place_is_somebody_else(tmp_path):
    """Canvas's own number of one is the key of another."""
    records = [student("102", "Ann", first(4), second(6)), student("x", "Ben", first(1))]
    text, told = filled(
        tmp_path,
        "Student,ID,SIS Login ID,Section,H (9)\nPoints Possible,,,,10\n"
        "Carl,102,carl,A,\nNobody,,,A,\n,102,,A,\nBen,103,ben,A\n",
        column=None,
        records=records,
    )
    assert text.endswith("Carl,102,carl,A,\nNobody,,,A,\n,102,,A,\nBen,103,ben,A,1.00\n")
    assert "not know them (3): Carl, Nobody, canvas 102" in told[2]


def test_who_is_excused_from_a_part_has_a_share_of_the_rest(tmp_path):
    policy = Policy(allowances={"kim": Allowance(excused=frozenset({"02"}))}, weights={"01": 3})
    kim = student("kim", "Kim Minji", first(3), second(0))
    text, _ = filled(tmp_path, records=[kim], policy=policy)
    assert '"Kim, Minji",101,,kminji,A,15.00\n' in text


def test_names_cannot_act_on_the_terminal(tmp_path):
    text = EXPORTED.replace("Stranger", "\x1b]0;x\x07Stranger")
    _, told = filled(tmp_path, text)
    assert told[2].endswith("(1): \ufffd]0;x\ufffdStranger")


def test_in_korean(tmp_path):
    _, told = filled(tmp_path, language="ko")
    assert told == [
        "저장한 곳: out.csv",
        "점수 3건을 채웠습니다. 열: Networks, part 1 (32)",
        "성적부에 없어 그대로 둔 사람(1명): Stranger",
        "제출하지 않았거나 채점하지 못해 그대로 둔 사람(2명): Park, Choi",
    ]


HEAD = "Student,ID,SIS Login ID,Section"
BOTH = "Quiz (31), Networks, part 1 (32)"
LISTED = HEAD.replace(",", ", ")


def no_column(expected, found):
    return (
        f"given.csv, line 1: no column {expected}. Found: {found}. "
        "--column names the one to fill in."
    )


def which(found):
    return (
        f"given.csv: which assignment is to be filled in? Name one with --column. Found: {found}."
    )


def no_points(found):
    return (
        f"given.csv: H (1) has no points possible (found: {found}). Give the assignment points "
        "in Canvas and export the table again."
    )


@pytest.mark.parametrize(
    ("text", "column", "told"),
    [
        (EXPORTED, None, which(BOTH)),
        (EXPORTED, "Final Score", no_column("Final Score", BOTH)),
        (EXPORTED, "Section", no_column("Section", BOTH)),
        (f"{HEAD},H (1),H (2)\nPoints Possible,,,,1,1\n", "h", which("H (1), H (2)")),
        (f"{HEAD},H\nPoints Possible,,,,1\n", None, which(f"{LISTED}, H")),
        (
            f"{HEAD},H (1),Final Score (2)\nPoints Possible,,,,(read only),1\n",
            "1",
            no_column("1", f"{LISTED}, H (1), Final Score (2)"),
        ),
        (
            "Name,ID,Section,H (1)\n",
            None,
            no_column("Student / LastName", "Name, ID, Section, H (1)"),
        ),
        ("Student,ID,Login,H (1)\n", None, no_column("Section", "Student, ID, Login, H (1)")),
        (f"{HEAD},H (1)\nKim,1,,,\n", None, no_points("")),
        (f"{HEAD},H (1)\nPoints Possible,,,,0.00\n", None, no_points("0.00")),
        ("", None, "given.csv cannot be read as a CSV file: 0 bytes."),
    ],
)
def test_what_cannot_be_filled_in(tmp_path, text, column, told):
    with pytest.raises(UsageError) as caught:
        filled(tmp_path, text, column=column)
    assert not (tmp_path / "out.csv").exists()
    said = Messages("en").text("usage", caught.value.code, caught.value.data)
    assert said.replace(f"{tmp_path}/", "") == told


def test_an_exercise_that_does_not_count(tmp_path):
    with pytest.raises(UsageError) as caught:
        filled(tmp_path, exercise="7")
    assert (caught.value.code, caught.value.data) == (
        "usage.no_such_exercise",
        {"name": "7", "known": "01, 02"},
    )


def test_without_a_template(tmp_path):
    with pytest.raises(UsageError) as caught:
        export("canvas", tmp_path)
    assert (caught.value.code, caught.value.data) == ("usage.needs_template", {"format": "canvas"})


def test_an_empty_gradebook_fills_in_nothing(tmp_path):
    _, told = filled(tmp_path, records=[])
    assert told[1].startswith("Filled in: 0 grades")
    assert told[2].endswith("(6): Kim, Minji, 이서준, Park, Choi, Jung, Stranger")
