"""The instructor's guide: its rules are read, its commands are commands, in both languages."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from grader.classroom.grading import exercises_of
from grader.classroom.policy import Allowance, Late, Policy
from grader.classroom.policy_file import read_policy
from grader.cli import _parser
from grader.kit import ROOT, Kit
from grader.messages import Messages

GUIDES = {"en": "instructors.md", "ko": "instructors.ko.md"}
SEOUL = timezone(timedelta(hours=9))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def guide(language: str) -> str:
    return (ROOT / "docs" / GUIDES[language]).read_text("utf-8")


def commands(language: str) -> list[str]:
    """What stands in blocks on a line of its own, and in sentences between backticks."""
    text = guide(language)
    lines = [line for _, block in BLOCK.findall(text) for line in block.splitlines()]
    told = [line for line in lines if line.startswith("python -m grader class ")]
    told += re.findall(r"`((?:python -m grader )?class \w+ [^`\n]+)`", BLOCK.sub("", text))
    return [line.removeprefix("python -m grader ") for line in told]


@pytest.mark.parametrize("language", GUIDES)
def test_rules_of_the_guide(language, tmp_path):
    (block,) = [block for kind, block in BLOCK.findall(guide(language)) if kind == "toml"]
    path = tmp_path / "course.toml"
    path.write_text(block, "utf-8")
    found = read_policy(path, exercises_of(Kit()))
    assert found.title
    assert replace(found, title="") == Policy(
        attempt="best",
        counts=frozenset({"01", "04", "07", "11"}),
        weights={"11": 2.0},
        due={"11": datetime(2026, 12, 15).timestamp()},
        due_for_all=datetime(2026, 11, 30, 23, 59, tzinfo=SEOUL).timestamp(),
        late=Late(grace_minutes=15.0, per_day=0.1, at_most=0.5, closes_after_days=7.0),
        allowances={"2026003": Allowance(48.0, frozenset({"04"}))},
        visibility={
            "7.2": "after_due_date",
            "11": "after_published",
            "accuracy": "after_due_date",
            "7.4 accuracy": "hidden",
        },
    )


@pytest.mark.parametrize("language", GUIDES)
def test_rules_name_every_key(language):
    """A new rule must be told of."""
    (block,) = [block for kind, block in BLOCK.findall(guide(language)) if kind == "toml"]
    known = {*Late.__dataclass_fields__, *Allowance.__dataclass_fields__}
    known |= {"title", "exercises", "attempt", "all"}
    written = set(re.findall(r"^(\w+) =", block, re.MULTILINE))
    assert written == known
    tables = {name.partition(".")[0] for name in re.findall(r"^\[([^\]]+)\]", block, re.MULTILINE)}
    assert tables == {"course", "weights", "due", "late", "students", "visibility"}


@pytest.mark.parametrize("language", GUIDES)
def test_commands_are_commands(language):
    """All that the guide says to type is understood; a misspelt option ends the test."""
    parser = _parser(Messages(language))
    told = commands(language)
    for line in told:
        parser.parse_args(shlex.split(line))
    assert {line.split()[1] for line in told} == {"check", "regrade", "report", "export", "show"}
    exported = {line.split()[2] for line in told if line.startswith("class export")}
    assert exported == {"csv", "checks", "feedback", "canvas", "moodle", "gradescope"}


def test_both_languages_say_the_same_commands():
    plain = [[line.replace(" --lang ko", "") for line in commands(one)] for one in GUIDES]
    assert plain[0] == plain[1]


@pytest.mark.parametrize("language", GUIDES)
def test_links_lead_somewhere(language):
    """Files are there, and so are the headings within this page."""
    text = guide(language)
    headings = re.findall(r"^#+ (.*)$", BLOCK.sub("", text), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-") for one in headings}
    for target in re.findall(r"\]\(([^)]+)\)", text):
        file, _, anchor = target.partition("#")
        if not file:
            assert anchor in anchors, target
        elif not file.startswith("https://"):
            assert (ROOT / "docs" / file).is_file(), target
