"""Plain CSV, whole, and what spreadsheets must not take for a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom.export.tables import rounded, safe, write_bytes, write_table
from grader.classroom.policy import Policy
from grader.kit import UsageError
from tests.classroom.building import DUE, student
from tests.classroom.export.building import export, first, second


def test_a_row_for_each_student(tmp_path):
    data, told = export("csv", tmp_path)
    assert data.decode("utf-8") == (
        '\ufeff"student","name","email","section","points","max_points","percent","provisional",'
        '"01 points","01 status","02 points","02 status"\r\n'
        '"kim","Kim Minji","kim@x.kr","A",10.0,10.0,100.0,"no",4.0,"pass",6.0,"pass"\r\n'
        '"lee","이서준","lee@x.kr","",5.0,10.0,50.0,"no",3.0,"pass",2.0,"fail"\r\n'
        '"park","Park","","",4.0,10.0,40.0,"yes",4.0,"pass","","error"\r\n'
        '"choi","Choi","","",0.0,10.0,0.0,"no",0.0,"missing",0.0,"missing"\r\n'
        '"jung","Jung","","",0.0,0.0,0.0,"no",0.0,"excused",0.0,"excused"\r\n'
    )
    assert told == ["Written: out.csv"]


def test_only_what_counts(tmp_path):
    policy = Policy(counts=frozenset({"02"}), weights={"02": 0.5})
    data, _ = export("csv", tmp_path, records=[student("kim", "", second(1))], policy=policy)
    assert data.decode("utf-8-sig") == (
        '"student","name","email","section","points","max_points","percent","provisional",'
        '"02 points","02 status"\r\n'
        '"kim","","","",0.5,3.0,16.67,"no",1.0,"pass"\r\n'
    )


def test_a_class_without_anybody(tmp_path):
    for format in ("csv", "checks"):
        data, _ = export(format, tmp_path, records=[])
        assert data.decode("utf-8-sig").count("\r\n") == 1


def test_hostile_names_are_no_formulas(tmp_path):
    one = student("=1+1", '@SUM("a")\n-2', first(4), email="+82@x.kr", section="\t-A")
    data, _ = export("csv", tmp_path, records=[one])
    assert data.decode("utf-8-sig").partition("\r\n")[2] == (
        '"\'=1+1","\'@SUM(""a"")\n-2","\'+82@x.kr","\'\t-A",'
        '4.0,10.0,40.0,"no",4.0,"pass",0.0,"missing"\r\n'
    )


def test_a_row_for_each_check(tmp_path):
    hostile = {"code": "value.wrong", "line": 7, "mistake": "unknown", "group": "fresh"}
    hostile["data"] = {"call": '=f("a\n")', "found": "\x1b[31m\ud800,", "expected": "4"}
    one = student("-kim", "", first(4), second(1.005, "fail", at=DUE, **hostile))
    data, told = export("checks", tmp_path, records=[one, student("lee", "")])
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == [
        "student", "exercise", "task", "check", "group", "status", "mistake", "points",
        "max_points", "line", "message",
    ]  # fmt: skip
    assert rows[1][:-1] == ["'-kim", "01", "1.1", "values", "", "pass", "", "4.0", "4.0", ""]
    place = ["'-kim", "02", "2.1", "values", "fresh", "fail", "unknown", "1.0", "6.0", "7"]
    assert rows[2][:-1] == place
    assert '=f("a\n")' in rows[2][-1]
    assert "\ufffd," in rows[2][-1]
    assert "\x1b" not in data.decode("utf-8")
    assert len(rows) == 3
    assert told == ["Written: out.csv"]


@pytest.mark.parametrize(
    "text",
    [
        "=1", "+1", "-1", "@a", "\t=1", "\ta", "\ra", "\na", "  =1", "\xa0=1", "\u3000+1",
        "＝1", "＋1", "－1", "＠a", " ＝1",
    ],
)  # fmt: skip
def test_what_begins_like_a_formula(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["", "a=1", "김민지", "1-2", "'=1", "kim@x.kr", -1.5, 0, None])
def test_what_is_left_alone(cell):
    assert safe(cell) == cell


TEXTS = st.text(st.characters(exclude_characters="\0"))  # which Python 3.10 does not read


@given(st.lists(st.lists(TEXTS, min_size=1), max_size=5))
def test_what_is_written_is_read_again(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "table.csv"
    write_table(path, ["a"], rows)
    text = path.read_bytes().decode("utf-8-sig")
    again = list(csv.reader(io.StringIO(text, newline="")))
    plain = [[str(safe(cell)).encode("utf-8", "replace").decode() for cell in row] for row in rows]
    assert again[1:] == plain
    assert not any(cell[:1] in set("=+-@\t\r\n") - {""} for row in again for cell in row)


def test_points_have_two_decimals():
    assert [rounded(points) for points in (1 / 3, 2 / 3, 1.0, 0)] == [0.33, 0.67, 1.0, 0]


def test_where_nothing_can_be_written(tmp_path):
    with pytest.raises(UsageError) as caught:
        write_bytes(tmp_path / "not" / "there.csv", b"")
    assert (caught.value.code, caught.value.data["why"]) == (
        "usage.cannot_write",
        "No such file or directory",
    )
