"""Real runs of `python -m grader` in a copy of the miniature kit."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from grader.cli import main
from grader.commands import usual_sandbox
from grader.kit import Kit
from grader.messages import catalogue

FILE = "01_double_it/double_it.py"
OVERVIEW = """\
  exercise         status         points
→ 01  Double it    · not started   0 / 6
  02  A small net  · not started   0 / 6
  total                           0 / 12
  0 of 2 exercises done, 0 begun, 2 not started.

Next: read exercises/01_double_it/README.md, do task 1.1 in exercises/01_double_it/double_it.py, \
then python -m grader check 01
"""
KOREAN = """\
  연습문제         상태         점수
→ 01  두 배로      · 시작 전   0 / 6
  02  작은 신경망  · 시작 전   0 / 6
  합계                        0 / 12
  연습문제 2개 중 완료 0개, 진행 중 0개, 시작 전 2개입니다.

다음: exercises/01_double_it/README.ko.md 파일을 읽고, \
exercises/01_double_it/double_it.py 파일에서 1.1번 과제를 작성한 뒤 python -m grader check 01
"""


def solve(kit: Kit, file: str = FILE) -> None:
    """Put the solution in the student's place."""
    (kit.exercises / file).write_text((kit.solutions / file).read_text("utf-8"), "utf-8")


def change(kit: Kit, old: str, new: str, file: str = FILE) -> None:
    path = kit.exercises / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


WALLS = ("Your code ran ", "코드를 샌드박스", "완전한 샌드박스")
"""How the line begins that depends on what the machine can give."""


def said(done):
    """Standard output without what pads a wrapped line, and without the line on the sandbox."""
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    return "\n".join(line for line in lines if not line.startswith(WALLS)) + "\n"


# Untouched is not wrong


def test_untouched(students_kit, run_grader):
    done = run_grader(students_kit)
    assert (done.returncode, said(done), done.stderr) == (1, OVERVIEW, "")


def test_untouched_in_korean(students_kit, run_grader):
    for settings in ({"LANG": "ko_KR.UTF-8"}, {"GRADER_LANG": "ko"}):
        assert said(run_grader(students_kit, **settings)) == KOREAN
    assert said(run_grader(students_kit, "--lang", "ko")) == KOREAN
    assert said(run_grader(students_kit, "--lang=en", LANG="ko_KR.UTF-8")) == OVERVIEW


def test_untouched_imports_no_library_and_starts_no_runner(kit, run_grader):
    """Not even where the solutions are at hand, which are asked fresh cases else."""
    done = run_grader(kit, python=("-X", "importtime"))
    imported = set(re.findall(r"\| +(\S+)$", done.stderr, re.MULTILINE))
    assert done.returncode == 1
    assert "grader.grade" in imported
    started = {"grader.run.launch", "grader.run.collect", "grader.author.fresh"}
    libraries = {"keras", "tensorflow", "numpy", "matplotlib"}
    assert imported & (started | libraries) == set()


# Exit codes


def test_all_points(own_kit, run_grader):
    solve(own_kit)
    done = run_grader(own_kit, "check", "1")
    assert (done.returncode, said(done)) == (
        0,
        """
01 · Double it   6 / 6
  1.1 double  ✓ right  2 / 2
  1.2 quadruple  ✓ right  2 / 2
  1.3 facts  ✓ right  2 / 2

Right, all of it. Where you stand, and what comes next: python -m grader
""",
    )


def test_not_all_points(own_kit, run_grader):
    solve(own_kit)
    change(own_kit, "return 2 * x", "return 2 * x if x > 0 else oops")
    done = run_grader(own_kit, "01_double_it")
    assert (done.returncode, said(done)) == (
        1,
        """
01 · Double it   5 / 6
  1.1 double  ✗ wrong  1 / 2
    Nothing is called `oops` where this line stands. Is it spelled as above, and made before this
    line?
    double(x=-30) raises NameError: name 'oops' is not defined
    double_it.py:16  return 2 * x if x > 0 else oops
  1.2 quadruple  ✓ right  2 / 2
  1.3 facts  ✓ right  2 / 2

Next: python -m grader hint 1.1
""",
    )


def test_the_sandbox_is_told(own_kit, run_grader):
    """By the exit code, too, where it is required and not to be had: nothing is run then."""
    solve(own_kit)
    none = run_grader(own_kit, "check", "1.3", "--sandbox", "none")
    assert "It could have reached: solutions and expected answers, " in none.stdout
    both = run_grader(own_kit, "check", "1.3", "--sandbox", "none", "--require-sandbox")
    assert both.returncode == 4
    if sys.platform.startswith("linux"):
        held = run_grader(own_kit, "check", "1.3", "--require-sandbox", "--format", "json")
        environment = json.loads(held.stdout)["environment"]
        assert (held.returncode, environment["sandbox"]) == (0, "confined")
        told = {item["id"]: item["message"] for item in environment["protections"] if item["held"]}
        assert told["network"] == "no network"


@pytest.mark.parametrize("command", ["check", "watch"])
def test_without_the_sandbox_that_is_required_nothing_is_run(own_kit, monkeypatch, capsys, command):
    solve(own_kit)
    monkeypatch.setattr("grader.run.sandbox.sandboxes", lambda wanted: [])
    arguments = [command, "1", "--require-sandbox", "--lang=en", "--sandbox=isolated"]
    monkeypatch.setattr("grader.grade.Grader.grade", None)
    assert main(arguments, own_kit) == 4
    told = capsys.readouterr().err
    assert told.startswith(
        "This machine does not give the sandbox that is required (isolated); nothing was run."
        " Open to what runs: solutions and expected answers, other files, "
    )


@pytest.mark.parametrize(("ci", "usual"), [("true", "isolated"), ("", "confined")])
def test_where_changes_are_checked_the_strongest_sandbox_is_tried(monkeypatch, ci, usual):
    monkeypatch.setenv("CI", ci)
    assert usual_sandbox() == usual


def test_one_task(own_kit, run_grader):
    solve(own_kit)
    done = run_grader(own_kit, "1.3", "--lang=ko")
    assert (done.returncode, said(done)) == (
        0,
        "\n01 · 두 배로   2 / 2\n  1.3 facts  ✓ 맞음  2 / 2\n\n"
        "모두 맞았습니다. 전체 진행 상황과 다음 할 일: python -m grader\n",
    )


def test_a_path_and_another_submission(own_kit, capsys):
    solve(own_kit)
    mine = own_kit.root / "mine"
    shutil.copytree(own_kit.exercises, mine)
    for arguments in (
        ("exercises/01_double_it/double_it.py",),
        ("double_it",),
        ("01", "--submission", str(mine)),
        ("01", "--submission", str(mine / "01_double_it")),
        ("01", "--submission", str(mine / FILE)),
    ):
        assert main([*arguments, "--lang=en"], own_kit) == 0, arguments
        assert "6 / 6" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["9"], "There is no exercise 9. Known: 01_double_it, 02_small_net.\n"),
        (["check", "1.7"], "There is no task 1.7. Known: 1.1, 1.2, 1.3.\n"),
        (["--submission", "nowhere"], "There is no folder or file nowhere.\n"),
        (["--format", "pdf"], "There is no format pdf. Known: "),
        (["1.1", "--format=json=no/such/folder"], "no/such/folder cannot be written: No such file"),
        (
            ["hint", "1"],
            "A hint belongs to one task. Name it, as in `python -m grader hint 7.1`.\n",
        ),
        (["show", "1", "--out", "no/such/folder"], "no/such/folder cannot be written: No such"),
        (["author", "build"], "This copy of the kit has no solutions/; only its authors can do"),
        (["--lang", "ko", "check", "9"], "그런 연습문제는 없습니다: 9 · 있는 것: "),
    ],
)
def test_a_wrong_command(students_kit, capsys, arguments, told):
    code = main(["--lang=en", *arguments] if "--lang" not in arguments else arguments, students_kit)
    assert (code, capsys.readouterr().err[: len(told)]) == (2, told)


def test_an_argument_of_no_known_form(students_kit, run_grader):
    done = run_grader(students_kit, "hint", "1.1", "--level", "4")
    assert done.returncode == 2
    assert "--level" in done.stderr


def test_the_grader_failed_on_one_task(own_kit, run_grader):
    """The solution is broken, so that the fresh cases have no answer: nobody's points suffer."""
    solve(own_kit)
    (own_kit.solutions / FILE).write_text("def double(:\n", "utf-8")
    done = run_grader(own_kit, "01", "--format", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["provisional"]) == (3, True)
    assert {task["status"] for task in report["exercises"][0]["tasks"]} == {"error"}


def test_the_grader_failed_altogether(students_kit, run_grader):
    (students_kit.reference / "01_double_it.json").write_text("{}", "utf-8")
    done = run_grader(students_kit)
    assert done.returncode == 3
    assert done.stderr.endswith(
        "\nThe grader itself failed; this costs you nothing. Please report what stands above.\n"
    )


def test_a_package_is_lacking(students_kit, run_grader, tmp_path):
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "rich.py").write_text(
        "raise ModuleNotFoundError('no rich', name='rich.console')", "utf-8"
    )
    done = run_grader(students_kit, PYTHONPATH=str(hidden))
    assert (done.returncode, done.stderr) == (
        4,
        "rich is missing: pip install -r requirements.txt\n",
    )


# Formats


def test_json_into_a_file_and_words_on_the_terminal(own_kit, run_grader):
    solve(own_kit)
    done = run_grader(
        own_kit, "1", "--format", "terminal", "--format", "json=out.json", "--seed", "5"
    )
    report = json.loads((own_kit.root / "out.json").read_text("utf-8"))
    assert done.returncode == 0
    assert done.stdout.endswith(
        "Right, all of it. Where you stand, and what comes next: python -m grader\n"
    )
    assert done.stderr == "json report written to out.json\n"
    assert (report["schema"], report["points"], report["environment"]["seed"]) == (1, 6, 5)
    assert report["environment"]["protections"] != []


def test_words_into_a_file(students_kit, run_grader):
    done = run_grader(students_kit, "--format", "terminal=out.txt", "--lang", "ko")
    assert (done.stdout, done.stderr) == ("", "terminal 보고서를 쓴 곳: out.txt\n")
    text = (students_kit.root / "out.txt").read_text("utf-8")
    assert "\n".join(line.rstrip() for line in text.splitlines()) + "\n" == KOREAN


def test_korean_for_a_stream_without_korean_letters_is_utf8(students_kit, run_grader):
    """As a file on a Western Windows is; a Korean one keeps its own encoding."""
    done = run_grader(students_kit, "--lang=ko", PYTHONUTF8="0", PYTHONIOENCODING="cp1252")
    assert (done.returncode, said(done)) == (1, KOREAN)


def test_plain_sentences(students_kit, run_grader):
    """For screen readers; wherever the option stands, or always."""
    sentences = [
        "Exercise 01, Double it: not started, 0 of 6 points.",
        "Exercise 02, A small net: not started, 0 of 6 points.",
        "Total: 0 of 12 points.",
        "0 of 2 exercises done, 0 begun, 2 not started.",
        OVERVIEW.strip().splitlines()[-1],
    ]
    for arguments, settings in (
        (("--plain",), {}),
        (("--plain", "check"), {}),
        (("check", "--plain"), {}),
        (("--format", "plain"), {}),
        ((), {"GRADER_PLAIN": "1"}),
    ):
        assert run_grader(students_kit, *arguments, **settings).stdout.splitlines() == sentences


def test_help_in_both_languages(students_kit, run_grader):
    assert "check exercises (the default)" in run_grader(students_kit, "--help").stdout
    assert "연습문제를 확인합니다(기본 명령)" in run_grader(students_kit, "--lang=ko", "-h").stdout


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize("command", ["check", "reset 1"])
def test_who_has_read_enough_is_no_trouble(students_kit, command):
    """`python -m grader | head -1`."""
    reader, writer = os.pipe()
    os.close(reader)
    arguments = [sys.executable, "-m", "grader", *command.split()]
    try:
        done = subprocess.run(
            arguments, cwd=students_kit.root, stdout=writer, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


# Hints


def test_hints_go_on(students_kit, run_grader):
    told = [run_grader(students_kit, "hint", "1.1").stdout for _ in range(4)]
    assert told[0] == (
        "Hint 1 of 3 for task 1.1 (double)\nWhat is twice three?\n"
        "The next one: python -m grader hint 1.1\n"
    )
    assert "Twice is two times." in told[1]
    assert told[2] == told[3]
    assert told[3] == (
        "Hint 3 of 3 for task 1.1 (double)\nreturn 2 * ...\n"
        "That was the last one. From the first again: python -m grader hint 1.1 --level 1\n"
    )


def test_a_hint_fits_the_mistake_before_it_becomes_general(own_kit, capsys, kit_mistakes):
    """What is wrong now, its question, and the hint that the author gave this mistake."""
    solve(own_kit)
    change(own_kit, "return 2 * x", "return x")

    def told(*more):
        assert main(["hint", "1.1", "--lang=en", *more], own_kit) == 0
        return capsys.readouterr().out.splitlines()

    assert told()[1:] == [
        "Nothing has changed. What is twice as much?",
        "Twice is two times.",
        "The next one: python -m grader hint 1.1",
    ]
    assert told()[:2] == ["Hint 1 of 3 for task 1.1 (double)", "What is twice three?"]
    assert told()[1] == "return 2 * ..."  # the second one was told already
    change(own_kit, "return x", "return x * x")
    assert told()[:1] == ["A hint for what task 1.1 (double) says now"]
    change(own_kit, "return x * x", "return 2 * x")
    assert told()[1] == "This task is right already."


def test_a_rule_goes_before_a_general_hint(own_kit, capsys, kit_mistakes, monkeypatch):
    solve(own_kit)
    change(own_kit, "return 2 * x", "return x")
    monkeypatch.setitem(catalogue("en"), "rule", {"keeps": "Twice as much is x + x."})
    assert main(["hint", "1.1", "--lang=en"], own_kit) == 0
    assert capsys.readouterr().out.splitlines()[2] == "Twice as much is x + x."
    assert main(["hint", "1.1", "--lang=en"], own_kit) == 0
    assert main(["hint", "1.1", "--lang=en"], own_kit) == 0
    assert "Twice is two times." in capsys.readouterr().out


def test_an_error_has_a_hint_of_its_own(own_kit, capsys):
    """And costs none of the three; `reset` begins with them again."""
    solve(own_kit)

    def told(*more):
        assert main(["hint", "1.1", "--lang=en", *more], own_kit) == 0
        return capsys.readouterr().out.splitlines()

    change(own_kit, "return 2 * x", "retrun 2 * x")
    assert told()[:2] == [
        "A hint for what task 1.1 (double) says now",
        "Python cannot read this line: in this line, or at the end of the line above, something is"
        " missing, too much or misspelt.",
    ]
    change(own_kit, "retrun 2 * x", "return 2 * y")
    assert told()[1:3] == [
        "Nothing is called `y` where this line stands."
        " Is it spelled as above, and made before this line?",
        "double(x=1) raises NameError: name 'y' is not defined",
    ]
    change(own_kit, "return 2 * y", "print(2 * x)")
    assert told()[2].startswith("A function gives back what stands behind `return`.")
    assert told()[0] == "Hint 1 of 3 for task 1.1 (double)"
    told("--level", "3")
    assert main(["reset", "1"], own_kit) == 0
    capsys.readouterr()
    assert told()[0] == "Hint 1 of 3 for task 1.1 (double)"


def test_a_task_alone_is_not_reset(own_kit, capsys):
    solve(own_kit)
    before = (own_kit.exercises / FILE).read_text("utf-8")
    assert main(["reset", "1.2", "--lang=en"], own_kit) == 2
    assert capsys.readouterr().err.startswith("`reset` puts back a whole exercise, not one task;")
    assert (own_kit.exercises / FILE).read_text("utf-8") == before


def test_a_command_that_there_is_not(students_kit, run_grader):
    done = run_grader(students_kit, "chekc", "1")
    assert done.returncode == 2
    assert done.stderr.endswith("\nDid you mean `python -m grader check`?\n")


def test_who_waits_is_sent_to_what_it_waits_for(own_kit, capsys):
    solve(own_kit)
    change(own_kit, "return 2 * x", "return 3 * x")
    assert main(["hint", "1.2", "--lang=en"], own_kit) == 0
    assert capsys.readouterr().out == (
        "Task 1.2 (quadruple)\n"
        "This calls `double` (task 1.1): mend that one first.\n"
        "A hint for that one: python -m grader hint 1.1\n"
    )


def test_a_hint_of_one_level(students_kit, capsys):
    assert main(["hint", "01.2", "--level", "2", "--lang", "ko"], students_kit) == 0
    assert capsys.readouterr().out == (
        "과제 1.2 (quadruple) · 힌트 2/3\n`double` 함수를 두 번 부르세요.\n"
        "다음 힌트: python -m grader hint 1.2\n"
    )
    assert main(["hint", "1.2", "--lang=en"], students_kit) == 0
    assert capsys.readouterr().out.startswith("Hint 3 of 3 for task 1.2")


@pytest.mark.parametrize("memory", ["", "[1]", '{"1.1": 77}', '{"1.1": "2"}', '{"1.1": true}'])
def test_a_lost_memory_begins_at_the_first_hint(students_kit, capsys, memory):
    path = students_kit.root / ".grader" / "hints.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(memory, "utf-8")
    assert main(["hint", "1.1", "--lang=en"], students_kit) == 0
    assert capsys.readouterr().out.startswith("Hint 1 of 3")


# Figures


def test_a_figure_into_a_file(students_kit, run_grader):
    picture = students_kit.exercises / "02_small_net" / "figure.png"
    done = run_grader(students_kit, "show", "2", "--out", "net.png")
    assert (done.returncode, done.stdout) == (0, "The figure is in net.png\n")
    assert (students_kit.root / "net.png").read_bytes() == picture.read_bytes()
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_figure_without_a_display(students_kit, run_grader):
    done = run_grader(students_kit, "show", "02", MPLBACKEND="Agg")
    picture = students_kit.exercises / "02_small_net" / "figure.png"
    assert (done.returncode, done.stdout) == (0, f"The figure is in {picture}\n")


def test_a_figure_in_the_learners_language(students_kit, run_grader):
    picture = students_kit.exercises / "02_small_net" / "figure.ko.png"
    picture.write_bytes(b"in Korean")
    done = run_grader(students_kit, "show", "02", "--out", "net.png", "--lang", "ko")
    assert done.returncode == 0
    assert (students_kit.root / "net.png").read_bytes() == b"in Korean"


def test_a_figure_without_a_translation(students_kit, capsys):
    folder = students_kit.exercises / "02_small_net"
    (folder / "figure.ko.png").unlink()
    out = students_kit.root / "net.png"
    assert main(["show", "02", "--out", str(out), "--lang", "ko"], students_kit) == 0
    assert out.read_bytes() == (folder / "figure.png").read_bytes()


def test_no_figure(students_kit, capsys):
    picture = students_kit.exercises / "02_small_net" / "figure.png"
    picture.unlink()
    assert main(["show", "2", "--lang=en"], students_kit) == 2
    assert capsys.readouterr().err == (
        f"There is no figure for 02_small_net: expected {picture}."
        " `python -m grader author build` draws it.\n"
    )


# Reset


def test_reset_keeps_what_was_there(students_kit, run_grader):
    path = students_kit.exercises / FILE
    stub = path.read_bytes()
    for number, work in ((1, "my work"), (2, "my other work")):
        path.write_text(work, "utf-8")
        done = run_grader(students_kit, "reset", "1")
        assert (done.returncode, done.stdout) == (
            0,
            f"double_it.py is the stub again. Your version was kept as double_it.{number}.bak.\n",
        )
        assert path.read_bytes() == stub
        assert path.with_name(f"double_it.{number}.bak").read_text("utf-8") == work


def test_reset_of_what_is_untouched_or_missing(students_kit, capsys):
    path = students_kit.exercises / FILE
    stub = path.read_bytes()
    assert main(["reset", "01", "--lang=en"], students_kit) == 0
    assert capsys.readouterr().out == "double_it.py is the stub already; nothing was changed.\n"
    path.unlink()
    assert main(["reset", "01", "--lang=en"], students_kit) == 0
    assert capsys.readouterr().out == "double_it.py was missing; the stub is there again.\n"
    assert path.read_bytes() == stub
    assert sorted(p.name for p in path.parent.glob("*.bak")) == []
