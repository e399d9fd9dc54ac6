"""`show --mine`: what a learner is told, and where the pictures go."""

from __future__ import annotations

import pytest

from grader.cli import main
from grader.pictures import commands

SLUG = "02_small_net"
PNG = b"\x89PNG\r\n\x1a\n"
ASKED = ("show", "2", "--mine", "--accuracy", "none")


@pytest.fixture
def half_done(students_kit):
    """The miniature kit with an array that is right and a network that is not begun."""
    path = students_kit.exercises / SLUG / "small_net.py"
    text = path.read_text("utf-8").partition("def add_border")[0]
    border = "def add_border(picture):\n    return np.pad(picture, 1)\n"
    path.write_text(text + border, "utf-8")
    return students_kit


def test_where_there_is_no_display(half_done, run_grader):
    done = run_grader(half_done, *ASKED, MPLBACKEND="Agg")
    path = half_done.root / ".grader" / "pictures" / SLUG / "2.2-add_border.png"
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "2.1 build_net: nothing of yours to draw yet; the task is not begun.",
        f"Your picture is in {path}",
    ]
    assert path.read_bytes().startswith(PNG)


def test_where_nothing_is_begun(students_kit, capsys):
    assert main([*ASKED, "--lang", "ko"], students_kit) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2.1 build_net · 아직 그릴 것이 없습니다. 시작하지 않은 과제입니다.",
        "2.2 add_border · 아직 그릴 것이 없습니다. 시작하지 않은 과제입니다.",
        "그릴 것이 없습니다.",
    ]
    assert not (students_kit.root / ".grader" / "pictures").exists()


def picture(name):
    from grader.pictures.picture import Picture

    return Picture("2.2", name, "title", "told", PNG + name.encode())


@pytest.fixture
def two(monkeypatch):
    """Two pictures and a remark, whatever is asked."""
    from grader.pictures.mine import Remark

    found = [picture("2.2-a"), Remark("2.1", "a remark"), picture("2.2-b")]
    monkeypatch.setattr(commands, "drawn", lambda *_: iter(found))
    monkeypatch.setenv("MPLBACKEND", "agg")
    return found


def test_several_go_into_a_folder(students_kit, two, tmp_path, capsys):
    out = tmp_path / "mine"
    assert main([*ASKED, "--lang=en", "--out", str(out)], students_kit) == 0
    assert capsys.readouterr().out.splitlines() == [
        "a remark",
        f"Your picture is in {out / '2.2-a.png'}",
        f"Your picture is in {out / '2.2-b.png'}",
    ]
    assert (out / "2.2-b.png").read_bytes() == PNG + b"2.2-b"


def test_one_goes_into_a_file(students_kit, two, tmp_path, capsys):
    del two[1:]
    out = tmp_path / "mine.png"
    assert main([*ASKED, "--lang=en", "--out", str(out)], students_kit) == 0
    assert capsys.readouterr().out == f"Your picture is in {out}\n"
    assert out.read_bytes() == PNG + b"2.2-a"


def test_pictures_of_an_earlier_version_go(students_kit, two, monkeypatch, capsys):
    monkeypatch.setattr(commands, "_window", lambda pictures: False)
    folder = students_kit.root / ".grader" / "pictures" / SLUG
    folder.mkdir(parents=True)
    for name in ("2.2-old.png", "2.1-old.png"):
        (folder / name).write_bytes(PNG)
    assert main(["show", "2.2", "--mine"], students_kit) == 0
    assert sorted(p.name for p in folder.iterdir()) == ["2.1-old.png", "2.2-a.png", "2.2-b.png"]
    assert main(["show", "2", "--mine"], students_kit) == 0
    assert sorted(p.name for p in folder.iterdir()) == ["2.2-a.png", "2.2-b.png"]
    capsys.readouterr()


def test_a_place_that_cannot_be_written(students_kit, two, tmp_path, capsys):
    (tmp_path / "file").write_text("in the way", "utf-8")
    assert main([*ASKED, "--lang=en", "--out", str(tmp_path / "file" / "x")], students_kit) == 2
    assert f"{tmp_path / 'file' / 'x'} cannot be written: " in capsys.readouterr().err


def test_a_window_for_each(students_kit, two, monkeypatch, capsys):
    opened = []
    monkeypatch.setattr(commands, "_window", lambda found: opened.extend(found) or True)
    assert main([*ASKED, "--lang=en"], students_kit) == 0
    assert opened == [("title", PNG + b"2.2-a"), ("title", PNG + b"2.2-b")]
    assert capsys.readouterr().out == "a remark\n"
