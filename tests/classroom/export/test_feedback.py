"""Feedback: a page and a text for each student, under names that no two share."""

from __future__ import annotations

import argparse

import pytest

from grader.classroom.export.feedback import _free, to_feedback
from grader.classroom.model import ClassRecord
from grader.classroom.policy import Policy, standings
from grader.kit import UsageError
from grader.messages import Messages
from tests.classroom.building import student
from tests.classroom.export.building import EXERCISES, POLICY, first, people, second


def written(folder, records, policy=POLICY, language="en", **options):
    settings = {"out": folder, "published": False, **options}
    found = standings(ClassRecord(EXERCISES, tuple(records)), policy)
    told = list(to_feedback(found, policy, argparse.Namespace(**settings), Messages(language)))
    return told, {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}


def test_a_page_and_a_text_for_each(tmp_path):
    folder = tmp_path / "all" / "feedback"
    told, files = written(folder, people())
    assert told == [f"Feedback for 5 students: {folder}"]
    keys = ("choi", "jung", "kim", "lee", "park")
    assert list(files) == [f"{key}.{suffix}" for key in keys for suffix in ("html", "md")]
    assert "Kim Minji" in files["kim.html"]
    assert "**10 of 10 points**" in files["kim.md"]
    assert "f(&lt;b&gt;)" in files["lee.html"]
    assert "f(<b>)" not in files["lee.html"] + files["lee.md"]
    late = "Handed in late: 75 % of these points count."
    assert [name for name, text in files.items() if late in text] == ["lee.html", "lee.md"]
    assert files["lee.html"].startswith("<!doctype html>")
    others = [files[name] for name in files if not name.startswith("kim")]
    assert not any("Minji" in text for text in others)


def test_in_korean_and_only_what_may_be_seen(tmp_path):
    policy = Policy(visibility={"02": "after_published"})
    told, files = written(tmp_path / "out", people()[:1], policy, "ko")
    assert told == [f"학생 1명의 피드백을 저장한 곳: {tmp_path / 'out'}"]
    assert "둘" not in files["kim.md"]
    assert "4 / 4" in files["kim.md"]
    _, files = written(tmp_path / "out", people()[:1], policy, "ko", published=True)
    assert "둘" in files["kim.md"]
    assert "**10점 만점에 10점**" in files["kim.md"]


def test_hostile_students(tmp_path):
    hostile = {"code": "value.wrong"}
    hostile["data"] = {"call": "<script>", "found": "\ud800", "expected": "1"}
    records = [
        student("../../kim", "<script>alert(1)</script>", second(1, "fail", **hostile)),
        student("..", "\ud800", first(1)),
        student("가" * 300, "", first(1)),
    ]
    folder = tmp_path / "out"
    _, files = written(folder, records)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    names = ["kim", "student", "가" * 66]
    assert sorted(files) == sorted(f"{n}.{suffix}" for n in names for suffix in ("html", "md"))
    assert "<script>alert" not in "".join(files.values())


def test_names_of_files(tmp_path):
    taken = set()
    keys = ["kim", "Kim", "kim_2", "kim!", "김민지", "a@b.kr", "", "/"]
    found = [_free(key, taken) for key in keys]
    expected = ["kim", "Kim_2", "kim_2_2", "kim_3", "김민지", "a@b_kr", "student", "student_2"]
    assert found == expected
    assert len({name.casefold() for name in found}) == len(keys)


def test_where_no_folder_can_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError) as caught:
        written(tmp_path / "file" / "feedback", people())
    assert caught.value.code == "usage.cannot_write"
