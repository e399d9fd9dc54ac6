"""The autograder's zip: what is in it, and its scripts in a folder laid out like the platform's."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from grader.classroom.gradescope_zip import autograder_zip
from grader.kit import Kit, UsageError
from tests.conftest import AUTHORED

HOSTILE = """\
import os, sys
print("::error title=pwned::printed by the student")
for place in ("{root}/results/results.json", "{root}/source/kit/grader/kit.py"):
    try:
        with open(place, "w") as file:
            file.write('{{"score": 1000}}')
        print("WROTE", place)
    except OSError as error:
        print("no", error)
try:
    print(open("{root}/source/kit/solutions/hidden_seed.txt").read())
except OSError as error:
    print("no", error)


def double(x):
    os._exit(0)
"""


@pytest.fixture
def instructors_kit(own_kit: Kit) -> Kit:
    """A copy of the miniature kit with a hidden seed."""
    (own_kit.solutions / "hidden_seed.txt").write_text("418250933\n")
    return own_kit


@pytest.fixture
def zipped(instructors_kit: Kit, tmp_path: Path) -> Path:
    out = tmp_path / "autograder.zip"
    autograder_zip(instructors_kit, out, None)
    return out


class Platform:
    """A folder laid out like Gradescope's `/autograder`."""

    def __init__(self, root: Path, archive: Path) -> None:
        self.root = root
        for name in ("source", "submission", "results"):
            (root / name).mkdir(parents=True)
        subprocess.run(["unzip", "-q", str(archive), "-d", str(root / "source")], check=True)
        for name in ("setup.sh", "run_autograder"):
            shutil.copy(root / "source" / name, root / name)

    def run(self, name: str) -> subprocess.CompletedProcess[str]:
        keep = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "TMPDIR")}
        return subprocess.run(
            [str(self.root / name)],
            cwd=self.root,
            env={**keep, "AUTOGRADER_ROOT": str(self.root), "GRADER_PYTHON": sys.executable},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def grade(self, **files: str) -> dict[str, Any]:
        """Grade a submission; names of files have `__` where there is a `/`."""
        shutil.rmtree(self.root / "submission")
        for name, text in files.items():
            name = name.replace("__", "/").replace("MACOSX", "__MACOSX")
            path = self.root / "submission" / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        done = self.run("run_autograder")
        assert done.returncode == 0, done.stdout + done.stderr
        self.told = done.stdout
        found = json.loads((self.root / "results" / "results.json").read_text("utf-8"))
        assert isinstance(found, dict)
        return found


@pytest.fixture
def platform(zipped: Path, tmp_path: Path) -> Platform:
    return Platform(tmp_path / "autograder", zipped)


def answer(slug: str, name: str) -> str:
    return (AUTHORED / slug / f"{name}.py").read_text("utf-8")


def test_what_is_in_the_zip(zipped):
    with zipfile.ZipFile(zipped) as archive:
        entries = {entry.filename: entry for entry in archive.infolist()}
        scripts = [archive.read(name) for name in ("setup.sh", "run_autograder")]
    assert sorted(name for name in entries if "/" not in name) == ["run_autograder", "setup.sh"]
    modes = {entry.external_attr >> 16 for entry in entries.values()}
    assert modes == {0o100644, 0o100755}
    assert {n for n, e in entries.items() if e.external_attr >> 16 == 0o100755} == {
        "run_autograder",
        "setup.sh",
    }
    for script in scripts:
        assert script.startswith(b"#!/usr/bin/env bash\n")
        assert b"\r" not in script
        assert re.search(rb"@[A-Z]+@", script) is None
    assert {
        "kit/LICENSE",
        "kit/requirements.txt",
        "kit/grader/__main__.py",
        "kit/grader/author/fresh.py",
        "kit/grader/reference/01_double_it.json",
        "kit/data/xo.py",
        "kit/solutions/01_double_it/double_it.py",
        "kit/solutions/01_double_it/checks.py",
        "kit/solutions/01_double_it/hints.toml",
        "kit/solutions/hidden_seed.txt",
    } <= set(entries)
    assert [n for n in entries if "/right/" in n or "/wrong/" in n or "__pycache__" in n] == []


def test_twice_the_same_bytes(instructors_kit, zipped, tmp_path):
    autograder_zip(instructors_kit, tmp_path / "again.zip", None)
    assert (tmp_path / "again.zip").read_bytes() == zipped.read_bytes()


def test_the_scripts_name_language_and_accuracy(instructors_kit, tmp_path):
    out = tmp_path / "autograder.zip"
    autograder_zip(
        instructors_kit, out, None, exercises=["2", "01"], language="ko", accuracy="none"
    )
    with zipfile.ZipFile(out) as archive:
        lines = archive.read("run_autograder").decode().splitlines()
    assert "exercises=(01_double_it 02_small_net)  # none means all" in lines
    assert "export GRADER_LANG=${GRADER_LANG:-ko}" in lines
    assert "accuracy=${GRADER_ACCURACY:-none}" in lines


def test_a_students_copy_makes_none(students_kit, tmp_path):
    with pytest.raises(UsageError, match="no_solutions"):
        autograder_zip(students_kit, tmp_path / "autograder.zip", None)


def test_rules_that_are_none_are_told_at_once(instructors_kit, tmp_path):
    (tmp_path / "policy.toml").write_text('[visibility]\n"99" = "hidden"\n')
    with pytest.raises(UsageError, match=r"usage\.policy"):
        autograder_zip(instructors_kit, tmp_path / "autograder.zip", tmp_path / "policy.toml")
    assert not (tmp_path / "autograder.zip").exists()


def test_setup_says_what_holds(platform):
    done = platform.run("setup.sh")
    assert done.returncode == 0, done.stderr
    assert "Sandbox `isolated`" in done.stdout
    assert (platform.root / "source" / "kit").stat().st_mode & 0o77 == 0


def test_a_right_and_a_wrong_submission(platform):
    right, net = answer("01_double_it", "double_it"), answer("02_small_net", "small_net")
    found = platform.grade(**{"01_double_it__double_it": right, "02_small_net__small_net": net})
    most = sum(test["max_score"] for test in found["tests"])
    assert found["score"] == most > 0
    assert {test["status"] for test in found["tests"]} == {"passed"}
    assert "Your code ran in a sandbox" in platform.told

    wrong = right.replace("return 2 * x", "return x * x")
    assert wrong != right
    found = platform.grade(**{"01_double_it__double_it": wrong})
    by_task: dict[str, set[str]] = {}
    for test in found["tests"]:
        by_task.setdefault(test["number"][:3], set()).add(test["status"])
    assert by_task["1.1"] == {"failed"}
    assert by_task["1.3"] == {"passed"}
    assert 0 < found["score"] < most


def test_an_autograder_of_one_exercise(instructors_kit, tmp_path):
    autograder_zip(instructors_kit, tmp_path / "autograder.zip", None, exercises=["1"])
    platform = Platform(tmp_path / "autograder", tmp_path / "autograder.zip")
    found = platform.grade(double_it=answer("01_double_it", "double_it"))
    assert {test["number"][0] for test in found["tests"]} == {"1"}
    assert {test["status"] for test in found["tests"]} == {"passed"}


@pytest.mark.parametrize(
    "name",
    [
        "double_it",
        "exercises__01_double_it__double_it",
        "course_kit__exercises__01_double_it__double_it",
    ],
)
def test_however_it_is_uploaded(platform, name):
    found = platform.grade(**{name: answer("01_double_it", "double_it")})
    assert found["score"] > 0


def test_what_a_mac_adds_is_not_taken_for_the_submission(platform):
    found = platform.grade(
        MACOSX__exercises__01_double_it__double_it="",
        kit__exercises__01_double_it__double_it=answer("01_double_it", "double_it"),
    )
    assert found["score"] > 0


def test_a_hostile_submission(platform):
    kept = (platform.root / "source/kit/grader/kit.py").read_bytes()
    found = platform.grade(
        exercises__01_double_it__double_it=HOSTILE.format(root=platform.root),
        run_autograder="exit(0)",
    )
    assert found["score"] == 0
    assert {test["score"] for test in found["tests"]} == {0}
    assert (platform.root / "source/kit/grader/kit.py").read_bytes() == kept
    text = json.dumps(found)
    assert "418250933" not in text + platform.told
    assert "WROTE" not in text + platform.told


def test_solutions_are_not_reached_through_a_link(platform):
    shutil.rmtree(platform.root / "submission")
    (platform.root / "submission").mkdir()
    (platform.root / "submission/exercises").symlink_to(platform.root / "source/kit/solutions")
    done = platform.run("run_autograder")
    assert done.returncode == 0, done.stderr
    found = json.loads((platform.root / "results/results.json").read_text("utf-8"))
    assert found["score"] == 0


def test_what_was_there_is_no_result(platform):
    """Where the grader cannot report, the platform must not find a result of somebody else's."""
    (platform.root / "results/results.json").write_text('{"score": 1000}')
    (platform.root / "source/kit/grader/reference/01_double_it.json").write_text("{}")
    (platform.root / "source/kit/grader/reference/02_small_net.json").unlink()
    done = platform.run("run_autograder")
    assert done.returncode == 3
    assert "this submission is not graded" in done.stderr
    assert list((platform.root / "results").iterdir()) == []


def test_the_rules_of_the_course_hide_what_they_say(instructors_kit, tmp_path):
    (tmp_path / "policy.toml").write_text('[visibility]\n"01" = "hidden"\n')
    autograder_zip(instructors_kit, tmp_path / "autograder.zip", tmp_path / "policy.toml")
    platform = Platform(tmp_path / "autograder", tmp_path / "autograder.zip")
    found = platform.grade(double_it=answer("01_double_it", "double_it"))
    shown = {test["number"][0]: test.get("visibility", "visible") for test in found["tests"]}
    assert shown == {"1": "hidden", "2": "visible"}
