"""The reports of sixty typical wrong answers: whole texts, and what each of them must have."""

from __future__ import annotations

import difflib
import re
from itertools import takewhile

import pytest

from grader.author.prove import read_expected
from grader.kit import Kit
from grader.messages import LANGUAGES
from tests.golden import answers, graded, read, rendered

KIT = Kit()
NAMES = [f"{slug}/{name}.py" for slug, name in answers()]
BOTH = [(language, name) for language in LANGUAGES for name in NAMES]
PLACE = re.compile(r"    \w+\.py:\d+  \S")
MOST_LINES = 6


def difference(name: str, kept: str, found: str) -> str:
    lines = difflib.unified_diff(kept.split("\n"), found.split("\n"), "kept", "found", lineterm="")
    return "\n".join([name, *lines])


def test_the_reports_are_those_of_the_golden_files() -> None:
    """Where this fails on purpose: `python -m tests.golden`, and read what has changed."""
    reports = graded()
    different = []
    for language in LANGUAGES:
        kept = read(language)
        for name, report in reports.items():
            found = rendered(report, language)
            if kept.get(name) != found:
                different.append(difference(f"{language} {name}", kept.get(name, ""), found))
    assert different == [], "\n\n".join(different)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sixty_are_kept(language: str) -> None:
    assert len(set(NAMES)) == 60
    assert list(read(language)) == NAMES


def findings(report: str) -> list[list[str]]:
    """Return the lines of each finding without its table; the first ends with its place."""
    own = takewhile(lambda line: line.startswith("    "), report.split("\n")[2:])
    told = [line for line in own if re.match(r"    [^ ✗]", line)]
    end = 1 + next(i for i, line in enumerate(told) if PLACE.match(line))
    return [part for part in (told[:end], told[end:]) if part]


@pytest.mark.parametrize(("language", "name"), BOTH)
def test_a_report_has_what_repairs(language: str, name: str) -> None:
    """What was found, one question, the line and the next command; in no more than six lines."""
    report = read(language)[name]
    task = read_expected(KIT.solutions / name.replace("/", "/wrong/")).task
    first, *others = findings(report)
    next_step = {"en": "Next", "ko": "다음"}[language]
    assert report.split("\n")[-1] == f"{next_step}: python -m grader hint {task}"
    assert not first[0].startswith("    →")
    assert sum(PLACE.match(line) is not None for line in first) == 1
    assert "\n".join(first).count("?") == 1
    assert all(len(lines) + 1 <= MOST_LINES for lines in (first, *others))


@pytest.mark.parametrize(("language", "name"), BOTH)
def test_a_table_shows_no_more_than_what_is_near(language: str, name: str) -> None:
    rows = [line for line in read(language)[name].split("\n") if re.match("    (  |✗ )", line)]
    assert len(rows) <= 9
    assert sum(line.startswith("    ✗ ") for line in rows) == (1 if rows else 0)


@pytest.mark.parametrize(("language", "name"), BOTH)
def test_no_word_of_the_inside_is_shown(language: str, name: str) -> None:
    """No group of cases, no identifier of a mistake, no value that is missing."""
    path = KIT.solutions / name.replace("/", "/wrong/")
    report = read(language)[name]
    assert (read_expected(path).mistake or "?!") not in report
    assert not re.search(r"^ +\w+ \([a-z ]+\): ", report, re.MULTILINE)
    assert "finding." not in report and "mistake." not in report and "keras_error." not in report
