"""pytest inside of pytest: in a process of its own, as two of them share too much."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.conftest import ROOT

SCRIPT = """
import sys
from grader.messages import Messages
from grader.report.junit import to_junit
from tests.report import building
one = building.EVERYTHING if sys.argv[1] == "EVERYTHING" else building.report(
    *(getattr(building, name) for name in sys.argv[1].split(",") if name)
)
sys.stdout.buffer.write(to_junit(one, Messages(sys.argv[2])).encode())
"""


def written(folder: Path, which: str, language: str = "en", **env: str) -> ET.Element:
    """The XML of a report of `building`, written in an empty folder."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, which, language],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return ET.fromstring(done.stdout)


def cases(xml: ET.Element) -> list[tuple[str, str, str, str]]:
    """Class name, name, and what pytest called it, with its message."""
    found = []
    for case in xml.iter("testcase"):
        told = next((one for one in case if one.tag != "properties"), None)
        kind, message = ("passed", "") if told is None else (told.tag, told.attrib["message"])
        found.append((case.attrib["classname"], case.attrib["name"], kind, message))
    return found


NUMBER = (
    "Failed: f(n=13, k=8) gives 5. Your answer takes jumps and places for the same number. Where"
    " does the window stand before its first jump?"
)
RAISED = "Failed: same_padding(n=13) raises TypeError: unsupported [red]operand[/red] type"
WAITS = "This calls `conv_output_size` (task 3.1), which is not written yet."
SHAPE = (
    "Failed: Layer 1, Conv2D(2, 3), gives the shape (7, 5, 2), because floor((9 - 3) / 1) + 1 = 7;"
    " expected (9, 7, 2)."
)
SLOW = "Failed: slow(n=9) takes longer than it may. Is there a loop that never ends?"
BROKEN = (
    'failed on setup with "Failed: The grader itself failed here; this costs you nothing. Please'
    ' report it: no room"'
)


def test_everything(tmp_path):
    xml = written(tmp_path, "EVERYTHING")
    assert cases(xml) == [
        ("01_first", "1.1 values", "skipped", "not started yet"),
        ("02_second", "2.1 values", "passed", ""),
        ("02_second", "2.2 values", "skipped", "not started yet"),
        ("03_output_size", "3.1 values", "passed", ""),
        ("03_output_size", "3.1 values 2", "failure", NUMBER),
        ("03_output_size", "3.1 values 3", "skipped", "follows from the above"),
        ("03_output_size", "3.2 values", "failure", RAISED),
        ("03_output_size", "3.3 values", "skipped", WAITS),
        ("04_done", "4.1 values", "passed", ""),
        ("07_same_or_valid", "7.1 shapes", "failure", SHAPE),
        ("07_same_or_valid", "7.1 layers", "skipped", "follows from the above"),
        ("07_same_or_valid", "7.2 values", "failure", SLOW),
        ("07_same_or_valid", "7.3 accuracy", "passed", ""),
        ("08_pooling", "8.1 arrays", "error", BROKEN),
    ]
    suite = xml.find("testsuite")
    assert suite is not None
    counts = [suite.attrib[key] for key in ("name", "tests", "failures", "errors", "skipped")]
    assert counts == ["grader", "14", "4", "1", "5"]


def test_points_place_and_nothing_of_this_machine(tmp_path):
    xml = written(tmp_path, "EVERYTHING")
    shapes = next(c for c in xml.iter("testcase") if c.attrib["name"] == "7.1 shapes")
    assert (shapes.attrib["file"], shapes.attrib["line"]) == (
        "not_there/07_same_or_valid/same_or_valid.py",
        "20",  # pytest counts from 0
    )
    assert [(one.attrib["name"], one.attrib["value"]) for one in shapes.iter("property")] == [
        ("score", "0"),
        ("max_score", "2"),
        ("status", "fail"),
    ]
    text = ET.tostring(xml, "unicode")
    assert (str(ROOT) in text, str(tmp_path) in text) == (False, False)


def test_korean(tmp_path):
    found = cases(written(tmp_path, "UNTOUCHED,BROKEN", "ko"))
    assert found[0] == ("01_first", "1.1 values", "skipped", "아직 시작하지 않았습니다")
    assert "채점기 자체에 문제가 생겼습니다." in found[1][3]


def test_hostile_texts_do_not_break_the_xml(tmp_path):
    xml = written(tmp_path, "HOSTILE")
    failures = [one.text or "" for one in xml.iter("failure")]
    assert [one.tag for case in xml.iter("testcase") for one in case] == [
        "properties",
        "failure",
        "properties",
        "failure",
    ]
    for text in failures:
        assert "<script>alert(1)</script> <!-- `tick` ``` | cell \\| ]]> " in text
        assert "#x1B[31mred #x00 #xD800 " in text
        assert "한글" in text


@pytest.mark.parametrize("which", ["", "DONE"])
def test_nothing_wrong(tmp_path, which):
    assert [kind for *_, kind, _ in cases(written(tmp_path, which))] == ["passed"] * bool(which)


def test_neither_files_nor_settings_around_it_matter(tmp_path):
    """What lies here may be a student's: it is neither imported nor collected."""
    for name in ("conftest.py", "test_mine.py"):
        (tmp_path / name).write_text("raise SystemExit('imported')\n", "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n", "utf-8")
    xml = written(tmp_path, "DONE", PYTEST_ADDOPTS="--no-such-option", PYTEST_PLUGINS="no_such")
    assert cases(xml) == [("04_done", "4.1 values", "passed", "")]
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == ["conftest.py", "pytest.ini", "test_mine.py"]


def test_the_environment_is_as_before(tmp_path):
    script = SCRIPT + "import os; assert os.environ['PYTEST_ADDOPTS'] == '-q', os.environ\n"
    script += "assert 'PYTEST_DISABLE_PLUGIN_AUTOLOAD' not in os.environ\n"
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-c", script, "DONE", "en"],
        cwd=tmp_path,
        env={**env, "PYTHONPATH": str(ROOT), "PYTEST_ADDOPTS": "-q"},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
