"""Formats on the command line: `--format NAME` and `--format NAME=FILE`, from end to end."""

from __future__ import annotations

import base64
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from grader.kit import UsageError
from grader.messages import Messages, catalogue
from grader.report.formats import FORMATS, read_format, write
from tests.conftest import ROOT

from .building import BROKEN, DONE, EVERYTHING, HOSTILE, report

EN, KO = Messages("en"), Messages("ko")
STUDENTS = """
print("::error::owned")


def double(x):
    print("##[error]owned")
    return x + x + 1
"""


def double_it(kit, text):
    """Write a student's file whose other functions are the stub's."""
    path = kit.exercises / "01_double_it" / "double_it.py"
    stub = path.read_text("utf-8")
    start, end = stub.index("def double("), stub.index("# %%", stub.index("def double("))
    path.write_text(stub[:start] + text.strip() + "\n\n\n" + stub[end:], "utf-8")
    return path


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("terminal", ("terminal", None)),
        ("json=a/b=c.json", ("json", Path("a/b=c.json"))),
        ("html=", ("html", None)),
    ],
)
def test_what_is_asked(asked, expected):
    assert read_format(asked) == expected


def test_a_format_that_there_is_not():
    with pytest.raises(UsageError) as caught:
        read_format("pdf=x")
    assert caught.value.data == {
        "name": "pdf",
        "known": "terminal, plain, json, markdown, html, junit, gradescope, github",
    }


@pytest.mark.parametrize("messages", [EN, KO])
def test_the_help_names_every_format(messages):
    told = messages.text("help", "format")
    assert [name for name in FORMATS if name not in told] == []


def test_every_sentence_of_the_formats_is_used():
    paths = [p for p in (ROOT / "grader" / "report").rglob("*") if p.suffix in (".py", ".html")]
    sources = "\n".join(path.read_text("utf-8") for path in paths)
    assert [key for key in catalogue("en")["feedback"] if f'"{key}"' not in sources] == []


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"junit"}))  # in a process of its own
def test_a_file_and_standard_output_get_the_same(name, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    path = tmp_path / "out"
    write(report(DONE), name, None, EN)
    written = capsys.readouterr().out
    write(report(DONE), name, path, EN)
    assert capsys.readouterr().err == f"{name} report written to {path}\n"
    text = path.read_text("utf-8")
    assert [line.rstrip() for line in text.split("\n")] == [
        line.rstrip() for line in written.split("\n")
    ]
    assert bool(text) is (name != "github")  # which has nothing to say about what is right


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"junit"}))
def test_no_text_of_a_student_breaks_a_file(name, tmp_path):
    write(report(HOSTILE), name, tmp_path / "out", KO)
    assert (tmp_path / "out").read_bytes().decode("utf-8")


def test_a_file_that_cannot_be_written(tmp_path):
    with pytest.raises(UsageError, match="cannot_write"):
        write(report(DONE), "markdown", tmp_path / "no" / "file", EN)


@pytest.mark.parametrize(
    ("messages", "told"),
    [
        (
            EN,
            "Nothing could be graded through no fault of the student, so no result was written"
            " for gradescope: it would count as zero.\n",
        ),
        (
            KO,
            "학생의 잘못이 아닌 이유로 아무것도 채점하지 못했습니다. 0점으로 처리되지 않도록 결과를"
            " 쓰지 않았습니다: gradescope\n",
        ),
    ],
)
def test_no_result_is_better_than_an_old_one_or_a_zero(tmp_path, capsys, messages, told):
    path = tmp_path / "results.json"
    write(report(DONE), "gradescope", path, messages)
    assert json.loads(path.read_text("utf-8"))["score"] == 2
    capsys.readouterr()
    write(report(BROKEN), "gradescope", path, messages)
    assert (path.exists(), capsys.readouterr().err) == (False, told)
    write(EVERYTHING, "gradescope", path, messages)
    assert json.loads(path.read_text("utf-8"))["extra_data"]["provisional"] is True


# From end to end


def test_all_formats_of_one_run(students_kit, run_grader):
    double_it(students_kit, STUDENTS)
    asked = [f"--format={name}=out.{name}" for name in FORMATS]
    done = run_grader(students_kit, "01", *asked, "--seed", "7")
    root = students_kit.root
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "".join(f"{n} report written to out.{n}\n" for n in FORMATS)
    texts = {name: (root / f"out.{name}").read_text("utf-8") for name in FORMATS}
    points = json.loads(texts["json"])["points"]
    results = json.loads(texts["gradescope"])
    assert results["score"] == points
    assert results["extra_data"]["environment"]["seed"] == 7
    cases = list(ET.fromstring(texts["junit"]).iter("testcase"))
    assert {case.attrib["classname"] for case in cases} == {"01_double_it"}
    assert {case.attrib["file"] for case in cases} == {"exercises/01_double_it/double_it.py"}
    assert len(cases) == len(results["tests"])
    for name in ("terminal", "markdown", "html"):
        assert "owned" in texts[name]


def test_github(students_kit, run_grader, tmp_path):
    """A step of a workflow, as far as it can be had here."""
    path = double_it(students_kit, STUDENTS)
    env = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(students_kit.root),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "CI": "",
    }
    done = run_grader(students_kit, "01", "--format", "github", "--seed", "7", **env)
    line = path.read_text("utf-8").split("\n").index("def double(x):") + 1
    lines = done.stdout.split("\n")
    token = lines[2].removeprefix("::stop-commands::")
    assert (done.returncode, done.stderr) == (1, "")
    assert lines[0].startswith(
        f"::error file=exercises/01_double_it/double_it.py,line={line},"
        "title=01 Double it · 1.1 double · wrong::double(x="
    )
    assert lines[1] == "::group::01 Double it · what the program printed"
    assert lines[3:5] == ["::error::owned", "##[error]owned"]
    assert lines[-3:] == [f"::{token}::", "::endgroup::", ""]
    page = (tmp_path / "summary.md").read_text("utf-8")
    assert page.startswith("# Feedback\n\n**0 of 6 points**\n\n| exercise | status | points |\n")
    assert "### ✗ 1.1 `double` · wrong · 0 / 2" in page
    result = (tmp_path / "output").read_text("utf-8")
    assert result.startswith("result=") and result.endswith("\n")
    data = json.loads(base64.b64decode(result[len("result=") :]))
    assert (data["status"], data["max_score"], len(data["tests"])) == ("fail", 6, 3)
    assert sum(test["score"] for test in data["tests"]) == 0


def test_github_and_the_terminal_in_one_log(students_kit, run_grader):
    double_it(students_kit, STUDENTS)
    asked = ("--format", "terminal", "--format", "github")
    done = run_grader(students_kit, "01", *asked, GITHUB_ACTIONS="true", CI="")
    lines = done.stdout.split("\n")
    first = lines[0].removeprefix("::stop-commands::")
    end = lines.index(f"::{first}::")
    assert any("::error::owned" in line for line in lines[:end])
    assert lines[end + 1].startswith("::error file=exercises/01_double_it/double_it.py,")


def test_a_page_needs_a_package_and_says_so_before_anything_is_graded(
    students_kit, run_grader, tmp_path
):
    (tmp_path / "jinja2.py").write_text(
        "raise ModuleNotFoundError('no jinja2', name='jinja2')", "utf-8"
    )
    done = run_grader(students_kit, "--format=html=out.html", PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == "jinja2 is missing: pip install -r requirements.txt\n"
    assert not (students_kit.root / "out.html").exists()
