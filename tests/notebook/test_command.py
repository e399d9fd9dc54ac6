"""`python -m grader notebook`: the notebook beside the file, and nothing lost."""

from __future__ import annotations

import json
import sys

import pytest

from grader.cli import main
from grader.grade import Grader, Options
from grader.kit import Kit
from grader.notebook.write import notebook

SLUG = "01_double_it"
HELP = ("--lang", "en")


@pytest.fixture
def folder(own_kit: Kit):
    return own_kit.exercises / SLUG


def names(folder):
    return sorted(p.name for p in folder.iterdir() if p.suffix in (".py", ".ipynb", ".bak"))


def test_of_an_untouched_exercise(own_kit, folder, capsys):
    assert main(["notebook", "1", *HELP], own_kit) == 0
    assert capsys.readouterr().out == (
        "double_it.ipynb is the exercise as a notebook, not begun."
        " Open it in Jupyter, VS Code or Colab and run its first cell.\n"
    )
    reference = own_kit.load(SLUG)
    assert names(folder) == ["double_it.ipynb", "double_it.py"]
    content = (folder / "double_it.ipynb").read_bytes()
    assert content == notebook(reference.stub, reference, "course_kit")


def test_what_was_written_goes_along_and_is_kept(own_kit, launcher, folder, capsys):
    solved = (own_kit.solutions / SLUG / "double_it.py").read_text("utf-8")
    (folder / "double_it.py").write_text(solved.replace("\n", "\r\n"), "utf-8", newline="")
    assert main(["notebook", SLUG, *HELP], own_kit) == 0
    assert capsys.readouterr().out.splitlines()[1] == (
        "double_it.py is the stub again, so that the notebook is what counts. Your version was kept"
        " as double_it.1.bak."
    )
    assert names(folder) == ["double_it.1.bak", "double_it.ipynb", "double_it.py"]
    assert (folder / "double_it.py").read_bytes() == own_kit.load(SLUG).stub.encode()
    assert b"\r\n" in (folder / "double_it.1.bak").read_bytes()
    report = Grader(own_kit, Options(seed=7), launcher).grade_exercise(
        own_kit.exercises, SLUG, None
    )
    assert report.file.endswith("double_it.ipynb")
    assert {task.status for task in report.tasks} == {"pass"}


def test_no_notebook_is_lost(own_kit, folder, capsys):
    (folder / "double_it.ipynb").write_text("mine")
    edited = folder / "double_it.py"
    edited.write_text("x = 1\n")
    assert main(["notebook", "1", *HELP], own_kit) == 2
    assert capsys.readouterr().err == (
        "double_it.ipynb is there already; nothing was changed. Open it, or have it written anew"
        " from double_it.py with --force: the old one is then kept beside it.\n"
    )
    assert (folder / "double_it.ipynb").read_text() == "mine"
    assert edited.read_text() == "x = 1\n"
    assert main(["notebook", "1", "--force", "--lang", "ko"], own_kit) == 0
    assert names(folder) == [
        "double_it.1.bak",
        "double_it.ipynb",
        "double_it.ipynb.1.bak",
        "double_it.py",
    ]
    assert (folder / "double_it.ipynb.1.bak").read_text() == "mine"
    cells = json.loads((folder / "double_it.ipynb").read_text("utf-8"))["cells"]
    assert ["x = 1"] in [cell["source"] for cell in cells]


def test_without_jupytext_a_sentence_and_no_change(own_kit, folder, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "jupytext", None)
    (folder / "double_it.py").write_text("x = 1\n")
    assert main(["notebook", "1", *HELP], own_kit) == 4
    told = "jupytext is missing: pip install -r requirements-notebook.txt\n"
    assert capsys.readouterr().err == told
    assert names(folder) == ["double_it.py"]


def test_what_is_no_text(own_kit, folder, capsys):
    (folder / "double_it.py").write_bytes(b"\xff\xfe\x00")
    assert main(["notebook", "1", *HELP], own_kit) == 2
    assert (
        capsys.readouterr().err == "double_it.py cannot be read as text: save it as UTF-8 first.\n"
    )
