"""`check` where there is no IPython: the files of the kit are checked, as by the command line."""

from __future__ import annotations

import subprocess
import sys

from grader.notebook.check import _client, check


def test_the_files_are_checked(students_kit):
    (students_kit.exercises / "01_double_it" / "double_it.py").write_text("double = (")
    answer = check(["1"], "en", "none", students_kit)
    _client(students_kit.root).close()
    assert repr(answer).split("\n")[:4] == [
        "01 · Double it   0 / 6",
        "  1.1 double  ✗ wrong  0 / 2",
        "    Python cannot read this line: the bracket `(` is opened here and never closed.",
        "    double_it.py:1  double = (",
    ]
    assert '<article class="fail">' in (answer._repr_html_() or "")


def test_a_service_that_cannot_start_is_a_sentence(students_kit):
    (students_kit.root / "grader" / "grade.py").write_text("raise OSError('no room')")
    answer = check(["1"], "en", "none", students_kit)
    assert repr(answer) == (
        "The grader itself failed; this costs you nothing. Run the cell again, and if that does not"
        " help: python -m grader doctor. It said: OSError: no room"
    )


WITHOUT = """
import sys
sys.modules[sys.argv[1]] = None
from grader import check
print(check("07", lang="en"))
"""


def test_a_package_that_is_missing_is_a_sentence(students):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, "rich"], cwd=students.root, capture_output=True, check=True
    )
    said = done.stdout.decode("utf-8")
    assert said.startswith(
        f"rich is missing in the Python that runs this notebook ({sys.executable}"
    )
    assert f"%pip install -r {students.root / 'requirements.txt'}\nNone\n" in said
