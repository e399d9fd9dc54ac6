from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from grader.kit import UsageError
from grader.messages import Messages
from grader.report.github import (
    SUMMARY_BYTES,
    annotation_lines,
    command,
    commands_stopped,
    printed,
    publish,
    summary,
    to_github,
)
from grader.report.github_classroom import classroom_data
from grader.report.terminal import Terminal

from .building import (
    BROKEN,
    DONE,
    EVERYTHING,
    HOSTILE,
    NASTY,
    NETWORK,
    NUMBERS,
    PARTLY,
    UNTOUCHED,
    exercise,
    finding,
    report,
    task,
)

EN, KO = Messages("en"), Messages("ko")
ROOT = Path("not_there")
ON_GITHUB = {"GITHUB_ACTIONS": "true"}


def acted_on(log: str) -> list[str]:
    """The commands in a log that act: what GitHub's runner sees, read line by line."""
    acting, token = [], None
    for line in re.split("\r\n|\r|\n", log):
        name = re.match(r"\s*::([\w-]+)", line)
        if token is not None:
            token = None if line.strip() == f"::{token}::" else token
        elif name and name[1] == "stop-commands":
            token = line.split("::")[2]
        elif name or "##[" in line:
            acting.append(name[1] if name else line)
    assert token is None
    return acting


# Annotations


def test_the_first_cause_of_each_exercise():
    assert annotation_lines(EVERYTHING, EN, ROOT) == [
        "::error file=03_output_size/output_size.py,"
        "title=03 Output size · 3.1 conv_output_size · wrong"
        "::f(n=13, k=8) gives 5. Your answer takes jumps and places for the same number. Where"
        " does the window stand before its first jump?",
        "::error file=07_same_or_valid/same_or_valid.py,line=21,"
        "title=07 Same or valid · 7.1 build_net · wrong"
        "::Layer 1, Conv2D(2, 3), gives the shape (7, 5, 2), because floor((9 - 3) / 1) + 1 = 7;"
        " expected (9, 7, 2).",
        "::notice file=08_pooling/pooling.py,title=08 Pooling · 8.1 pool · not graded"
        "::The grader itself failed here; this costs you nothing. Please report it: no room",
    ]


def test_korean():
    assert annotation_lines(report(NETWORK, BROKEN), KO, ROOT) == [
        "::error file=07_same_or_valid/same_or_valid.py,line=21,"
        "title=07 same과 valid · 7.1 build_net · 틀림"
        "::1번째 층 Conv2D(2, 3) · 출력 크기 · 기대: (9, 7, 2) · 결과: (7, 5, 2) · 계산:"
        " floor((9 - 3) / 1) + 1 = 7",
        "::notice file=08_pooling/pooling.py,title=08 풀링 · 8.1 pool · 채점 못 함"
        "::채점기 자체에 문제가 생겼습니다. 점수는 깎이지 않습니다. 알려 주세요: no room",
    ]


def test_nothing_to_annotate():
    assert annotation_lines(report(UNTOUCHED, PARTLY, DONE), EN, ROOT) == []


@pytest.mark.parametrize(
    ("file", "root", "properties"),
    [
        ("sub/03/a.py", "sub", "file=03/a.py,line=2,"),
        ("/repo/03/a.py", "/repo", "file=03/a.py,line=2,"),
        ("/elsewhere/a.py", "/repo", ""),
        ("sub/a,b:c%0A.py", "sub", "file=a%2Cb%3Ac%250A.py,line=2,"),
        ("sub/a\n::error::.py", "sub", "file=a%0A%3A%3Aerror%3A%3A.py,line=2,"),
        ("sub/a.ipynb", "sub", "file=a.ipynb,"),
    ],
)
def test_the_file_as_the_repository_names_it(file, root, properties):
    wrong = task("3.1", "f", finding("values", "limit", "run.time", 1, data={"call": "f"}, line=2))
    one = replace(exercise("03", "Sizes: a, b", "크기", wrong), file=file)
    assert annotation_lines(report(one), EN, Path(root)) == [
        f"::error {properties}title=03 Sizes%3A a%2C b · 3.1 f · stopped"
        "::f takes longer than it may. Is there a loop that never ends?"
    ]


def test_no_more_than_github_shows():
    many = [replace(one, id=f"{number:02}") for number in range(12) for one in (NUMBERS, BROKEN)]
    lines = annotation_lines(report(*many), EN, ROOT)
    kinds = [line.split(" ")[0] for line in lines]
    assert kinds == ["::error"] * 10 + ["::notice"] * 10
    assert "title=09 Output size" in lines[9]


@pytest.mark.parametrize(
    ("message", "properties", "expected"),
    [
        ("a%b\r\nc", {}, "::error::a%25b\ufffd%0Ac"),
        ("", {"title": "x:y,z%\n::"}, "::error title=x%3Ay%2Cz%25%0A%3A%3A::"),
        ("\x1b[31mred\ud800", {"line": 3}, "::error line=3::red\ufffd"),
    ],
)
def test_a_command_is_one_line_whatever_it_tells(message, properties, expected):
    assert command("error", message, properties) == expected


# What students' code printed


def test_what_is_printed_is_folded_and_acts_on_nothing():
    lines = list(printed(report(DONE, HOSTILE), EN))
    token = lines[1].removeprefix("::stop-commands::")
    assert re.fullmatch("[0-9a-f]{32}", token)
    assert lines[0] == "::group::05 Convolution · what the program printed"
    assert lines[2:4] == ["100% of", "::error file=x::owned"]
    assert lines[-2:] == [f"::{token}::", "::endgroup::"]
    again = list(printed(report(HOSTILE), EN))
    assert again[1] != lines[1]


def test_only_our_commands_act():
    log = to_github(report(HOSTILE), KO, {})
    assert acted_on(log) == ["error", "group", "endgroup"]
    assert "::error file=x::owned" in log.split("\n")
    log.encode()


def test_the_words_for_a_terminal_act_on_nothing_either():
    """A terminal's report stands in the same log where both formats are asked for."""
    plain, guarded = io.StringIO(), io.StringIO()
    for file, environ in ((plain, {}), (guarded, ON_GITHUB)):
        with commands_stopped(file, environ):
            console = Console(file=file, width=100, highlight=False)
            Terminal(console, EN).show(report(replace(HOSTILE, printed=NASTY)))
    assert "error" in acted_on(plain.getvalue())
    assert acted_on(guarded.getvalue()) == []


# The summary


def test_the_summary_is_the_feedback():
    told = summary(report(DONE), EN)
    assert told == (
        "# Feedback\n\n**2 of 2 points**\n\n"
        "| exercise | status | points |\n| --- | --- | --: |\n| 04 Done | ✓ right | 2 / 2 |\n\n"
        "To repeat it exactly: --seed 7\n\n"
        "## 04 · Done · 2 / 2\n\n### ✓ 4.1 `four` · right · 2 / 2\n\n"
    )


def test_the_summary_stays_within_its_bounds():
    lines = "\n".join(["가" * 900] * 12)
    huge = report(*(replace(NUMBERS, printed=lines) for _ in range(50)))
    whole, end = summary(huge, EN, 10 << 20), "All of it: python -m grader check\n"
    assert len(whole.encode()) > SUMMARY_BYTES > len(summary(huge, EN).encode())
    for room in (SUMMARY_BYTES, 100_000, 500):
        cut = summary(huge, EN, room)
        assert len(cut.encode()) <= room
        assert cut.endswith(end)
        assert whole.startswith(cut.rsplit("\n\n", 1)[0])
        assert cut.count("```") % 2 == 0  # no block is left open
    assert summary(huge, EN, 10) == ""


# The files of a step


def files(tmp_path):
    """The environment of a step whose output file has a line already."""
    output = tmp_path / "output"
    output.write_text("before=1\n", "utf-8")
    page = tmp_path / "summary.md"
    return {
        **ON_GITHUB,
        "GITHUB_STEP_SUMMARY": str(page),
        "GITHUB_OUTPUT": str(output),
    }, (page, output)


def test_a_step_gets_summary_and_result(tmp_path):
    environ, (page, output) = files(tmp_path)
    publish(report(DONE), EN, environ)
    assert page.read_text("utf-8") == summary(report(DONE), EN)
    before, result, end = output.read_text("utf-8").split("\n")
    assert (before, end) == ("before=1", "")
    data = json.loads(base64.b64decode(result.removeprefix("result=")))
    assert data == classroom_data(report(DONE), EN)


def test_nothing_is_written_outside_of_a_workflow(tmp_path):
    environ, (page, output) = files(tmp_path)
    publish(report(DONE), EN, {**environ, "GITHUB_ACTIONS": "false"})
    assert (page.exists(), output.read_text("utf-8")) == (False, "before=1\n")
    publish(report(DONE), EN, ON_GITHUB)


def test_no_result_where_nothing_was_graded(tmp_path):
    environ, (page, output) = files(tmp_path)
    publish(report(BROKEN), EN, environ)
    assert output.read_text("utf-8") == "before=1\n"
    assert "not graded" in page.read_text("utf-8")


def test_what_is_in_the_summary_already_takes_room(tmp_path):
    environ, (page, _) = files(tmp_path)
    page.write_text("x" * (SUMMARY_BYTES - 300), "utf-8")
    publish(EVERYTHING, EN, environ)
    assert SUMMARY_BYTES - 300 < page.stat().st_size <= SUMMARY_BYTES


def test_a_file_that_cannot_be_written(tmp_path):
    with pytest.raises(UsageError, match="cannot_write"):
        publish(report(DONE), EN, {**ON_GITHUB, "GITHUB_OUTPUT": str(tmp_path / "no" / "file")})
