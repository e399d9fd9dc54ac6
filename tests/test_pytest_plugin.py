"""`python -m pytest exercises`, as an editor's test panel or a terminal runs it.

That items have the names of reports is shown in `test_exercises`, with every answer that is graded.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from grader.author.build import CONFTEST, build
from grader.cli import main
from grader.kit import Kit
from grader.notebook.write import notebook
from tests.conftest import ROOT

FIRST = "exercises/01_double_it/double_it.py"
SECOND = "exercises/02_small_net/small_net.py"
ITEMS = [
    *(f"{FIRST}::{name}" for name in ("1.1 values", "1.1 values 2", "1.2 values", "1.3 values")),
    *(f"{SECOND}::2.1 {check}" for check in ("shapes", "params", "layers")),
    f"{SECOND}::2.2 arrays",
]
BEGUN = """\
print("imported")


def double(x):
    return 2 * x if x < 9 else 0


def quadruple(x):
    return double(double(x)) + [][x]


def facts(x):
    return {"square": x * x, "half": x / 2}
"""


def run(kit: Kit, *arguments: str, fails: str = "", **env: str) -> list[str]:
    """The lines that pytest prints, run in the kit's folder, without how long it took; `fails` is
    what it says where it cannot.
    """
    unset = ("GRADER_", "LC_", "CI", "PYTHONPATH", "PYTEST_")
    base = {k: v for k, v in os.environ.items() if not k.startswith(unset)}
    settings = {"LANG": "C.UTF-8", "COLUMNS": "150", "PYTHONUTF8": "1", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=kit.root,
        env={**base, **settings, **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.stderr.strip() == fails
    return [line.split(" in ")[0].rstrip() for line in done.stdout.strip().split("\n")]


@pytest.fixture
def begun(students_kit: Kit) -> Kit:
    """A kit in which one file was begun and the other was not."""
    (students_kit.root / FIRST).write_text(BEGUN, "utf-8")
    return students_kit


def test_items_are_found_without_running_anything(begun):
    (begun.root / FIRST).write_text("raise SystemExit('imported')", "utf-8")
    shown = run(begun, "exercises", FIRST, "--collect-only", "--doctest-modules")
    assert shown == [*ITEMS, "", "8 tests collected"]


NUMBER = """\
Failed: double(x=106) gives 0; expected 212 (wrong in 5 of 7 cases).
double_it.py:5: return 2 * x if x < 9 else 0"""
WAITS = "This calls `double` (task 1.1): mend that one first."


def test_what_each_item_tells(begun):
    """As data: a sentence and the line, or why there is nothing to tell."""
    written = begun.root / "report.xml"
    shown = run(begun, "exercises", f"--junitxml={written}")
    assert shown[-1] == "1 failed, 2 passed, 5 skipped"
    told = {}
    for case in ET.fromstring(written.read_bytes()).iter("testcase"):
        found = [(one.tag, one.attrib["message"]) for one in case if one.tag != "properties"]
        told[case.attrib["name"]] = found[0] if found else "passed"
    untouched = ("skipped", "not started yet")
    assert told == {
        "1.1 values": "passed",
        "1.1 values 2": ("failure", NUMBER),
        "1.2 values": ("skipped", WAITS),
        "1.3 values": "passed",
        "2.1 shapes": untouched,
        "2.1 params": untouched,
        "2.1 layers": untouched,
        "2.2 arrays": untouched,
    }


OUTPUT = """\
Fs                                                                       [100%]
=================================== FAILURES ===================================
__________________________ double_it.py 1.1 values 2 ___________________________
double(x=106) · 기대: 212 · 결과: 0 · 틀린 경우: 7개 중 5개
double_it.py:5: return 2 * x if x < 9 else 0
=========================== short test summary info ============================
SKIPPED [1] exercises/01_double_it/double_it.py: 이 과제는 1.1번 과제의 `double`\
 함수를 사용합니다. 1.1번 과제를 먼저 고쳐 주세요.
1 failed, 1 skipped, 1 deselected"""
FAULT = (
    "The grader itself failed here; this costs you nothing. Please report it: the runner did not"
    " start: exited 1"
)


def test_the_whole_output(begun):
    """In the language of the environment; of some items by their names, and no trace of ours."""
    chosen = [f"{FIRST}::1.1 values 2", f"{FIRST}::1.2 values", f"{FIRST}::1.3 values"]
    shown = run(begun, *chosen, "-k", "1.1 or 1.2", "-rs", GRADER_LANG="ko", COLUMNS="80")
    assert "\n".join(shown) == OUTPUT


def test_a_task_keeps_its_number_where_items_are_listed(begun):
    shown = run(begun, f"{SECOND}::2.2 arrays", "-vv")
    assert f"{SECOND}::2.2 arrays SKIPPED (not started yet)" in " ".join(" ".join(shown).split())


def test_a_notebook_in_the_place_of_a_file(begun, kit):
    """It is collected where it is what counts."""
    reference = kit.load("01_double_it")
    content = notebook(BEGUN, reference, "course_kit")
    (begun.root / FIRST).with_suffix(".ipynb").write_bytes(content)
    (begun.root / FIRST).write_text(reference.stub, "utf-8")
    shown = run(begun, "exercises", "-rA", "-n", "2", "-k", "1.3 or 1.1")
    told = [line.partition(" - ")[0] for line in shown if "::" in line]
    expected = [("PASSED", 0), ("PASSED", 3), ("FAILED", 1)]
    assert sorted(told) == sorted(f"{w} {ITEMS[n].replace('.py', '.ipynb')}" for w, n in expected)
    assert shown[-1] == "1 failed, 2 passed"


def test_the_graders_own_fault_is_an_error(begun):
    (begun.root / "grader/run/worker/main.py").unlink()
    (begun.root / "grader/run/worker/host.py").unlink()
    shown = run(begun, f"{FIRST}::1.3 values")
    assert shown[2].strip("_ ") == "ERROR at setup of double_it.py 1.3 values"
    assert shown[3] == FAULT
    assert shown[-1] == "1 error"


def test_how_much_is_trained_is_checked(begun):
    told = "ERROR: GRADER_ACCURACY=some: known are none, standard, full"
    assert run(begun, "exercises", GRADER_ACCURACY="some", fails=told) == [""]


# The file that makes it so


def test_it_is_generated_and_checked(own_kit, launcher):
    path = own_kit.exercises / "conftest.py"
    real = ROOT / "exercises" / "conftest.py"
    assert path.read_bytes() == CONFTEST.read_bytes() == real.read_bytes()
    for folder in (own_kit.solutions, own_kit.exercises, own_kit.reference):
        shutil.rmtree(folder)  # nothing else is looked at: that takes time
        folder.mkdir()
    path.write_text("x = 1\n")
    stale = f"{path}: is stale; run `python -m grader author build`"
    assert list(build(own_kit, launcher, check=True)) == [stale]
    assert list(build(own_kit, launcher)) == [f"{path}: written"]
    assert path.read_bytes() == CONFTEST.read_bytes()


def test_it_is_no_trouble_for_submissions(own_kit, capsys, tmp_path):
    """Neither as one student's nor in a class: it belongs to no exercise."""
    own = tmp_path / "class" / "kim"
    shutil.copytree(own_kit.exercises, own)
    assert main(["check", "1", "--submission", str(own), "--lang", "en"], own_kit) == 1
    assert "not started" in capsys.readouterr().out
    assert main(["class", "check", str(tmp_path / "class"), "--lang", "en"], own_kit) == 0
