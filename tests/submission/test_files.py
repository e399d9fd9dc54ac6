"""Reading a file whatever its form."""

from __future__ import annotations

import os

import pytest

from grader.submission import (
    MAX_BYTES,
    MAX_CODE,
    Problem,
    Submission,
    decode_text,
    modules_beside,
    read_submission,
    read_tree,
)

from .building import NAMES, STUB

ODD = "a = 1  # \u2028 \x0b\x0c \x1c \x85 are line ends for some, not for Python\n"
HANGUL = "NAME = '합성곱'  # 채널\n"


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"x = 1\n", "x = 1\n", None),
        (HANGUL.encode(), HANGUL, None),
        (HANGUL.encode("utf-8-sig"), HANGUL, None),
        (HANGUL.encode("cp949"), HANGUL, "CP949"),
        (b"\xff\xfe" + HANGUL.encode("utf-16-le"), HANGUL, "UTF-16"),
        (b"\xfe\xff" + HANGUL.encode("utf-16-be"), HANGUL, "UTF-16"),
        (b"a = 1\r\nb = 2\r\n", "a = 1\nb = 2\n", None),
        (b"a = 1\rb = 2\r", "a = 1\nb = 2\n", None),
        (b"a = 1\n\r\n\nb = 2", "a = 1\n\n\nb = 2", None),
        (ODD.encode(), ODD, None),
        (b"", "", None),
    ],
)  # fmt: skip
def test_a_file_is_read_whatever_editor_wrote_it(read, tmp_path, data, text, encoding):
    told = {"file": "mine.py", "encoding": encoding}
    notes = (Problem("note.encoding", data=told),) if encoding else ()
    assert read(mine_py=data) == Submission(tmp_path / "mine.py", text, notes=notes)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"x = 1\0", Problem("file.binary", data={"file": "mine.py"})),
        ("x = 1".encode("utf-16-le"), Problem("file.binary", data={"file": "mine.py"})),
        (b"\xff\xfe\0", Problem("file.encoding", data={"file": "mine.py"})),
        (b"\x89PNG\r\n\x1a\n\xff\xff", Problem("file.encoding", data={"file": "mine.py"})),
        (
            b"#" * (MAX_BYTES + 1),
            Problem(
                "file.too_large",
                data={"file": "mine.py", "size": "1,048,577", "limit": "1,048,576"},
            ),
        ),
    ],
)
def test_a_file_that_is_no_text(read, tmp_path, data, problem):
    assert read(mine_py=data) == Submission(tmp_path / "mine.py", problem=problem)


def test_the_largest_file_is_read(read):
    assert read(mine_py=b"#" * MAX_CODE).problem is None


def test_a_missing_file(tmp_path):
    folder = tmp_path / "01_first"
    problem = Problem("file.missing", data={"file": "mine.py", "folder": "01_first"})
    found = read_submission(folder, "mine.py", NAMES, STUB)
    assert found == Submission(folder / "mine.py", problem=problem)


def test_a_folder_in_place_of_a_file(tmp_path):
    (tmp_path / "mine.py").mkdir()
    assert read_submission(tmp_path, "mine.py", NAMES, STUB).problem.code == "file.not_regular"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a matter of POSIX")
def test_a_named_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "mine.py")
    assert read_submission(tmp_path, "mine.py", NAMES, STUB).problem.code == "file.not_regular"


def test_a_file_that_cannot_be_read(read, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refuse)
    data = {"file": "mine.py", "why": "Permission denied"}
    assert read(mine_py=b"x = 1").problem == Problem("file.unreadable", data=data)


def test_a_link_inside_of_the_submission_is_followed(tmp_path):
    (tmp_path / "07").mkdir()
    (tmp_path / "real.py").write_text("x = 1", "utf-8")
    (tmp_path / "07" / "mine.py").symlink_to("../real.py")
    found = read_submission(tmp_path / "07", "mine.py", NAMES, STUB, tmp_path)
    assert (found.text, found.problem) == ("x = 1", None)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_a_link_leads_to_outside_is_not_the_students(tmp_path, what):
    outside = tmp_path / "solutions"
    outside.mkdir()
    (outside / "mine.py").write_text("x = 1", "utf-8")
    root = tmp_path / "submission"
    root.mkdir()
    if what == "file":
        (root / "07").mkdir()
        (root / "07" / "mine.py").symlink_to(outside / "mine.py")
    else:
        (root / "07").symlink_to(outside)
    found = read_submission(root / "07", "mine.py", NAMES, STUB, root)
    data = {"file": "mine.py", "target": str((outside / "mine.py").resolve())}
    assert (found.text, found.problem) == ("", Problem("file.leads_out", data=data))


def test_links_in_a_circle(tmp_path):
    (tmp_path / "mine.py").symlink_to("other.py")
    (tmp_path / "other.py").symlink_to("mine.py")
    problem = read_submission(tmp_path, "mine.py", NAMES, STUB).problem
    assert problem.code == "file.unreadable"


def test_modules_beside_a_file_are_read_where_it_imports_one(tmp_path):
    (tmp_path / "mine.py").write_text("import helper", "utf-8")
    (tmp_path / "helper.py").write_text("N = 3", "utf-8")
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "__init__.py").write_text("", "utf-8")
    (tmp_path / "part" / "more.py").write_text("M = 4", "utf-8")
    (tmp_path / "not a name.py").write_text("", "utf-8")
    path = tmp_path / "mine.py"
    assert modules_beside(path, tmp_path, read_tree("import helper")) == {
        "helper": "N = 3",
        "part.__init__": "",
        "part.more": "M = 4",
    }
    assert modules_beside(path, tmp_path, read_tree("import math, keras")) == {}


def test_text_without_a_mark_is_utf_8_or_korean_windows():
    assert decode_text(b"\xbc\xf6", "mine.py")[0] == "수"
    assert decode_text(b"\xbc", "mine.py") == (None, ())


def test_too_much_code(read):
    text = "#" * 200_001
    data = {"file": "mine.py", "size": "200,001", "limit": "200,000"}
    assert read(mine_py=text.encode()).problem == Problem("file.too_large", data=data)


def test_a_name_that_no_file_could_have(tmp_path):
    tree = read_tree(f"import {'a' * 300}")
    assert modules_beside(tmp_path / "mine.py", tmp_path, tree) == {}


def test_links_beside_a_file_lead_nowhere(tmp_path):
    (tmp_path / "helper.py").write_text("N = 3", "utf-8")
    for number in range(300):
        (tmp_path / f"l{number}").symlink_to(".")
    found = modules_beside(tmp_path / "mine.py", tmp_path, read_tree("import helper"))
    assert found == {"helper": "N = 3"}
