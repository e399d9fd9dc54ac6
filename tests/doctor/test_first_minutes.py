"""What goes wrong on a new machine, and the one thing that `doctor` says to do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from grader.doctor import command, interpreter, libraries, places, system
from grader.doctor.line import BAD, Line
from grader.doctor.system import GIB, System
from grader.messages import LANGUAGES, Messages, catalogue

EN = Messages("en")
ROOT = Path(__file__).resolve().parents[2]


def keys(lines):
    return [(line.key, line.verdict) for line in lines]


# Python and its environment


@pytest.mark.parametrize(
    ("found", "implementation", "wide", "expected"),
    [
        ((3, 10, 0), "CPython", True, ("python", "good")),
        ((3, 13, 9), "CPython", True, ("python", "good")),
        ((3, 14, 0), "CPython", True, ("python_bad", "bad")),
        ((3, 9, 18), "CPython", True, ("python_bad", "bad")),
        ((3, 12, 1), "CPython", False, ("python_narrow", "bad")),
        ((3, 11, 1), "PyPy", True, ("python_other", "bad")),
    ],
)
def test_python(found, implementation, wide, expected):
    assert keys([interpreter.version(found, implementation, wide)]) == [expected]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A virtual environment as `python -m venv` makes it, without pip."""
    folder = tmp_path_factory.mktemp("venv") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder


def examined(prefix, virtual=True, **environ):
    return keys(interpreter.environment(prefix, virtual, environ))


def test_an_environment_that_is_well(made):
    assert examined(made) == [("venv", "good")]
    assert examined(made, VIRTUAL_ENV=str(made)) == [("venv", "good")]


def test_another_environment_is_active(made, tmp_path):
    assert examined(made, VIRTUAL_ENV=str(tmp_path)) == [("venv_other", "bad")]
    assert examined(Path("/usr"), virtual=False, VIRTUAL_ENV=str(made)) == [("venv_other", "bad")]


def test_no_environment():
    assert examined(Path("/usr"), virtual=False) == [("venv_none", "note")]
    assert examined(Path("/opt/conda"), virtual=False, CONDA_PREFIX="/opt/conda") == []


def test_an_environment_whose_python_is_gone_or_another(made, tmp_path):
    settings = (made / "pyvenv.cfg").read_text("utf-8")
    now = ".".join(map(str, sys.version_info[:2]))
    for old, new, expected in (
        (f"version = {now}", "version = 3.7", "venv_version"),
        ("home = ", "home = /not/there", "venv_stale"),
    ):
        (tmp_path / "pyvenv.cfg").write_text(settings.replace(old, new), "utf-8")
        assert examined(tmp_path) == [(expected, "bad")]


@pytest.mark.skipif(os.name != "posix", reason="bin/activate")
def test_an_environment_that_was_moved(made, tmp_path):
    moved = tmp_path / "moved"
    moved.mkdir()
    (moved / "pyvenv.cfg").write_text((made / "pyvenv.cfg").read_text("utf-8"), "utf-8")
    (moved / "bin").mkdir()
    (moved / "bin" / "activate").write_text((made / "bin" / "activate").read_text("utf-8"), "utf-8")
    assert examined(moved) == [("venv_moved", "bad")]


# The system


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (System("linux", "x86_64"), []),
        (System("linux", "aarch64"), []),
        (System("darwin", "arm64"), []),
        (System("win32", "AMD64"), []),
        (System("linux", "x86_64", libc=""), [("linux_musl", "bad")]),
        (System("darwin", "x86_64"), [("apple_intel", "bad")]),
        (System("darwin", "x86_64", translated=True), [("apple_translated", "bad")]),
        (System("win32", "ARM64"), [("windows_arm", "bad")]),
        (System("win32", "AMD64", long_paths=False), [("windows_long_paths", "note")]),
    ],
)
def test_systems(machine, expected):
    assert keys(system.kinds(machine)) == expected


def test_scarce():
    assert keys(system.room(8 * GIB, 9 * GIB)) == []
    assert keys(system.room(None, None)) == []
    assert keys(system.room(2 * GIB, GIB / 2)) == [
        ("memory_little", "note"),
        ("disk_little", "bad"),
    ]


# The kit's folder


def test_files_that_hide_a_package(students_kit):
    root = students_kit.root
    (root / "keras.py").write_text("", "utf-8")
    (root / "random.py").write_text("", "utf-8")
    (root / "mine.py").write_text("", "utf-8")
    exercise = students_kit.exercises / "01_double_it"
    (exercise / "numpy").mkdir()
    (exercise / "numpy" / "__init__.py").write_text("", "utf-8")
    found = [line.data["path"] for line in places.shadows(students_kit, root)]
    assert found == ["keras.py", "random.py", str(Path("exercises/01_double_it/numpy"))]


def test_where_one_stands(students_kit, tmp_path):
    root = students_kit.root
    assert keys(places.standing(root, root)) == []
    assert keys(places.standing(root, students_kit.exercises)) == [("elsewhere", "note")]
    cloud = tmp_path / "OneDrive" / "kit"
    cloud.mkdir(parents=True)
    assert keys(places.standing(cloud, cloud)) == [("synchronised", "note")]
    gone = tmp_path / "gone"
    assert keys(places.standing(gone, gone)) == [("read_only", "bad")]


def test_an_exercise_that_is_gone(students_kit):
    (students_kit.exercises / "02_small_net").rename(students_kit.root / "elsewhere")
    line = places.exercises(students_kit)
    assert keys([line]) == [("exercise_missing", "bad")]
    assert command.remedy(line, EN) == "Put it back: python -m grader reset 02"


# Packages


def test_packages_are_held_against_the_requirements(tmp_path):
    wanted = tmp_path / "requirements.txt"
    wanted.write_text(
        "# what there is\nnumpy>=1\nrich<2  # too old\nno-such-package\n"
        "winonly; sys_platform == 'nowhere'\n",
        "utf-8",
    )
    assert keys(libraries.packages(wanted)) == [
        ("package", "good"),
        ("package_other", "bad"),
        ("package_missing", "bad"),
    ]
    assert keys(libraries.packages(tmp_path / "none.txt")) == [("requirements_missing", "note")]


def test_before_anything_is_installed(tmp_path, monkeypatch):
    """What reads requirements is missing itself."""
    monkeypatch.setitem(sys.modules, "packaging.requirements", None)
    wanted = tmp_path / "requirements.txt"
    wanted.write_text("numpy>=1\nno-such-package>=2\nother; python_version < '3'\n", "utf-8")
    assert [line.data for line in libraries.packages(wanted)] == [{"name": "no-such-package"}]


@pytest.mark.parametrize(
    ("code", "words", "expected"),
    [
        (1, "ImportError: DLL load failed while importing _pywrap_tensorflow", "import_dll"),
        (1, "ImportError: dlopen(x.so): mach-o file, but is an incompatible architecture", None),
        (1, "AttributeError: _ARRAY_API not found\nImportError: no", "import_numpy"),
        (1, "ModuleNotFoundError: No module named 'tensorflow'", "import_missing"),
        (1, "ImportError: libc.so.6: version `GLIBC_2.34' not found", "import_glibc"),
        (1, "SyntaxError: invalid syntax", "import_bad"),
        (1, "", "import_bad"),
        (-signal.SIGILL, "", "import_cpu"),
        (-9, "", "import_memory"),
    ],
)
def test_why_keras_does_not_start(code, words, expected):
    line = libraries.failure(code, words)
    assert keys([line]) == [(expected or "import_architecture", "bad")]


def test_keras_with_another_backend(monkeypatch):
    monkeypatch.setattr(libraries, "TRY", "print('backend: jax')")
    assert keys([libraries.start()]) == [("backend", "bad")]
    monkeypatch.setattr(libraries, "TRY", "raise ImportError('DLL load failed')")
    assert keys([libraries.start()]) == [("import_dll", "bad")]


# What is said


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_bad_has_one_thing_to_do(language):
    """Each key that is given out as bad anywhere in the package has a remedy, and no other has."""
    import re

    folder = ROOT / "grader" / "doctor"
    text = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    given = set(re.findall(r'Line\("(\w+)", BAD', text)) | {key for _, key in libraries.FAILURES}
    given |= {"apple_translated", "apple_intel", "venv_moved", "import_bad"}
    assert given == set(catalogue(language)["remedy"])
    assert given <= set(catalogue(language)["doctor"])


def test_the_first_bad_line_decides(students_kit, monkeypatch, capsys):
    lines = [
        Line("python", data={"found": "3.12.1"}),
        Line("venv_none", "note"),
        Line("package_missing", BAD, {"name": "keras"}),
        Line("import_cpu", BAD),
    ]
    monkeypatch.setattr(command, "examine", lambda kit, messages: lines)
    monkeypatch.setattr(sys, "executable", "/home/me/my kit/python")
    monkeypatch.setattr(sys, "platform", "linux")
    assert command.doctor(Namespace(plain=False), students_kit, EN) == 4
    assert (
        capsys.readouterr().out
        == """\
What this machine has
  + Python 3.12.1
  - No virtual environment; it works, but packages of other courses may get in the way
  x keras is missing: pip install -r requirements.txt
  x TensorFlow uses instructions (AVX) that this processor, or this virtual machine, does not have

To mend (marked x): 2. The one thing to do now:
  '/home/me/my kit/python' -m pip install -r requirements.txt
"""
    )
    assert command.doctor(Namespace(plain=True), students_kit, EN) == 4
    assert "  Problem: keras is missing" in capsys.readouterr().out


def test_the_command(students_kit, run_grader):
    done = run_grader(students_kit, "doctor")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("What this machine has\n  + Python 3.")
    assert "  + Keras starts (" in done.stdout
    assert done.stdout.endswith("\n\nAll is well.\n")


# A missing package is a sentence


def test_without_a_package_the_command_says_which(students_kit, run_grader):
    """From a Python that has none of them: no traceback, whatever is asked for."""
    bare = ("-S", "-E")
    for command_line in (("check", "1"), ("watch",)):
        done = run_grader(students_kit, *command_line, python=bare)
        assert (done.returncode, done.stdout) == (4, ""), command_line
        assert "Traceback" not in done.stderr
        assert "pip install -r requirements.txt" in done.stderr
    told = run_grader(students_kit, "doctor", python=bare)
    assert told.returncode == 4
    assert "Traceback" not in told.stderr + told.stdout


def test_an_old_python_is_told(tmp_path):
    """The command begins with what any Python 3 can read."""
    text = (ROOT / "grader" / "__main__.py").read_text("utf-8")
    old = text.replace("sys.version_info < (3, 10)", "(3, 9) < (3, 10)").replace("[:3]", "[:1]")
    (tmp_path / "main.py").write_text(old, "utf-8")
    done = subprocess.run(
        [sys.executable, tmp_path / "main.py"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 4
    assert done.stderr.splitlines() == [
        "This is Python 3; the kit needs 3.10 to 3.13 (https://www.python.org/downloads/).",
        "지금 실행한 것은 Python 3입니다. 이 키트에는 3.10부터 3.13까지의 버전이 필요합니다.",
    ]
