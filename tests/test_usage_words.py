"""A wrong command is told in the reader's language, by argparse itself."""

from __future__ import annotations

import argparse
import ast
import inspect
import re

import pytest

from grader.cli import main
from grader.messages import catalogue


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (
            "check --accuracy most",
            "check: 오류: 인자 --accuracy: 고를 수 없는 값입니다: 'most'"
            " (고를 수 있는 값: 'none', 'standard', 'full')",
        ),
        ("check --seed x", "check: 오류: 인자 --seed: int 값이 아닙니다: 'x'"),
        ("check --seed", "check: 오류: 인자 --seed: 값이 하나 있어야 합니다"),
        (
            "check --s 3",
            "check: 오류: 옵션을 줄여 쓴 --s: 뜻이 여럿입니다: --submission, --seed, --sandbox",
        ),
        ("check --plain=3", "check: 오류: 인자 --plain: 값을 받지 않는 옵션입니다. 주어진 값: '3'"),
        ("check --nope", "오류: 알 수 없는 인자입니다: --nope"),
        ("hint", "hint: 오류: 빠진 인자가 있습니다: TASK"),
        ("class check . --only", "check: 오류: 인자 --only: 값이 하나 이상 있어야 합니다"),
    ],
)
def test_a_wrong_command_in_korean(command, expected, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--lang", "ko", *command.split()])
    usage, *_, last = capsys.readouterr().err.splitlines()
    assert (stopped.value.code, usage[:4]) == (2, "사용법:")
    assert last.endswith(expected)


def test_help_in_korean_and_in_english_again(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    shown = {}
    for language in ("ko", "en"):
        with pytest.raises(SystemExit):
            main(["reset", "--help", "--lang", language])
        shown[language] = capsys.readouterr().out.splitlines()
    assert shown["ko"] == [
        "사용법: python -m grader reset [-h] [--lang {en,ko}] [--plain] EX",
        "",
        "인자:",
        "  EX              연습문제 번호. 예: 07",
        "",
        "옵션:",
        "  -h, --help      이 도움말을 보여 주고 끝냅니다",
        "  --lang {en,ko}  보고서의 언어: en 또는 ko",
        "  --plain         표나 색 없이 한 줄에 한 문장씩 씁니다(항상 쓰려면 GRADER_PLAIN=1)",
    ]
    assert shown["en"][0].startswith("usage: python -m grader reset")
    assert shown["en"][6].endswith("show this help message and exit")


def test_the_sentences_are_those_of_this_python():
    written = {
        node.value.strip()
        for node in ast.walk(ast.parse(inspect.getsource(argparse)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    known = catalogue("en")["argparse"]
    assert known.keys() <= written
    assert [key for key, sentence in known.items() if sentence != key] == []


def test_the_values_of_a_sentence_are_in_both_languages():
    value = re.compile(r"%(?:\(\w+\))?[sr]")
    for key, sentence in catalogue("ko")["argparse"].items():
        assert sorted(value.findall(sentence)) == sorted(value.findall(key)), key
