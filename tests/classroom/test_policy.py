"""The rules of a course: every message, and grades worked out by hand."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.classroom.model import Attempt, ClassRecord
from grader.classroom.policy import (
    DAY,
    HOUR,
    Allowance,
    Grade,
    Late,
    Policy,
    Standing,
    standings,
    strangers,
)
from grader.classroom.policy_file import _Reading, read_policy
from grader.kit import UsageError
from grader.messages import Messages
from tests.classroom.building import DUE, attempt, finding, info, student, task

ONE = info("01", "One", "하나", ("1.1", "first", 4.0), ("1.2", "build", 2.0))
TEN = info("10", "Ten", "열", ("10.1", "tenth", 10.0))
CLASS = (ONE, TEN)


def one(points, at=None, status="pass", late=False):
    made = attempt(ONE, task("1.1", "first", finding("values", status, points, 4.0)), at=at)
    return replace(made, late=late)


def ten(points, at=None):
    return attempt(TEN, task("10.1", "tenth", finding("values", "pass", points, 10.0)), at=at)


def waiting(at=None):
    return Attempt(ONE.slug, "not graded", "one.py", at, False, ())


def standing(*attempts, policy=None, key="kim", **settings):
    record = ClassRecord(CLASS, (student(key, "", *attempts, **settings),))
    [found] = standings(record, policy or Policy())
    return found


def first(*attempts, policy=None, **settings):
    """The grade of exercise 01."""
    return standing(*attempts, policy=policy, **settings).grades[0]


# Lateness.


@pytest.mark.parametrize(
    ("seconds", "share"),
    [
        (0, 1.0),
        (600, 1.0),  # the last second of grace
        (601, 0.9),
        (600 + DAY, 0.9),
        (601 + DAY, 0.8),
        (600 + 3 * DAY, 0.7),
        (600 + 5 * DAY, 0.65),  # no more than this is taken off
        (600 + 7 * DAY, 0.65),
        (601 + 7 * DAY, 0.0),
    ],
)
def test_what_lateness_costs(seconds, share):
    late = Late(grace_minutes=10, per_day=0.1, at_most=0.35, closes_after_days=7)
    assert late.share(seconds) == pytest.approx(share)
    assert late.closed(seconds) == (share == 0)


def test_where_nothing_is_said_lateness_costs_nothing():
    assert Late().share(100 * DAY) == 1.0


def test_closing_at_once():
    late = Late(closes_after_days=0)
    assert (late.share(0), late.share(1)) == (1.0, 0.0)


SHARES = st.floats(0, 1)
LATES = st.builds(
    Late,
    grace_minutes=st.floats(0, 10_000),
    per_day=SHARES,
    at_most=SHARES,
    closes_after_days=st.none() | st.floats(0, 100),
)
SECONDS = st.floats(0, 1e9)


@given(LATES, SECONDS, SECONDS)
def test_later_is_never_better(late, one_time, other):
    sooner, later = sorted((one_time, other))
    assert 1 >= late.share(sooner) >= late.share(later) >= 0


TIMES = st.none() | st.floats(DUE - 10 * DAY, DUE + 30 * DAY)
ATTEMPTS = st.lists(
    st.builds(
        one, st.floats(0, 4), TIMES, st.sampled_from(["pass", "fail", "error"]), st.booleans()
    ),
    min_size=1,
    max_size=5,
)
POLICIES = st.builds(
    Policy,
    attempt=st.sampled_from(["best", "last"]),
    due_for_all=st.none() | st.just(DUE),
    late=LATES,
    weights=st.dictionaries(st.just("01"), st.floats(0, 10)),
    allowances=st.dictionaries(st.just("kim"), st.builds(Allowance, st.floats(0, 100))),
)


@given(ATTEMPTS, POLICIES)
def test_no_rule_gives_or_owes_points(attempts, policy):
    found = standing(*attempts, policy=policy)
    grade = found.grades[0]
    assert 0 <= grade.points <= grade.earned <= 4
    assert grade.attempts == len(attempts)
    assert grade.late_seconds >= 0
    assert 0 <= found.percent <= 100
    if policy.attempt == "best":
        for attempt in attempts:
            if attempt.current.graded.report.status != "error":
                assert grade.points >= first(attempt, policy=policy).points


@given(ATTEMPTS, POLICIES, st.floats(0, 1000))
def test_extra_time_never_costs_points(attempts, policy, hours):
    strict = replace(policy, allowances={}, attempt="best")
    gentle = replace(strict, allowances={"kim": Allowance(hours)})
    assert first(*attempts, policy=gentle).points >= first(*attempts, policy=strict).points


# Which attempt counts.


def test_the_whole_of_a_grade():
    policy = Policy(due_for_all=DUE, late=Late(per_day=0.25), weights={"01": 2})
    found = standing(one(3, DUE + HOUR), ten(5, DUE), policy=policy)
    late, in_time = found.grades
    assert late == Grade("01", "pass", 3, 2.25, 6, 2, one(3, DUE + HOUR), 1, HOUR)
    assert in_time == Grade("10", "pass", 5, 5, 10, 1, ten(5, DUE), 1, 0.0)
    assert (found.points, found.max_points) == (2 * 2.25 + 5, 2 * 6 + 10)
    assert found.percent == pytest.approx(100 * 9.5 / 22)
    assert not found.provisional


def test_best_counts_after_lateness_and_the_earlier_of_equal_ones():
    policy = Policy(due_for_all=DUE, late=Late(per_day=0.5))
    found = first(one(3, DUE), one(3, DUE + 1), one(4, DUE + 2), policy=policy)
    assert (found.points, found.attempt.handed_in, found.attempts) == (3, DUE, 3)


def test_last_counts_even_if_it_is_worse():
    policy = Policy(attempt="last", due_for_all=DUE, late=Late(per_day=0.5))
    found = first(one(4, DUE - 1), one(1, DUE), policy=policy)
    assert (found.points, found.attempts) == (1, 2)


def test_what_is_handed_in_after_the_closing_takes_nothing_away():
    policy = Policy(attempt="last", due_for_all=DUE, late=Late(closes_after_days=1))
    too_late = one(4, DUE + 2 * DAY)
    found = first(one(3, DUE), one(2, DUE + DAY), too_late, policy=policy)
    assert (found.points, found.attempts) == (2, 3)
    alone = first(too_late, policy=policy)
    assert (alone.status, alone.earned, alone.points) == ("pass", 4, 0)


def test_an_attempt_that_the_grader_failed_at():
    failed = one(0, DUE + 1, "error")
    best = first(one(1, DUE), failed)
    assert (best.status, best.points, best.provisional) == ("pass", 1, False)
    last = standing(one(1, DUE), failed, policy=Policy(attempt="last"))
    assert (last.grades[0].status, last.grades[0].provisional) == ("error", True)
    assert last.provisional
    only = first(failed)
    assert (only.status, only.points, only.provisional) == ("error", 0, True)


def test_a_grade_is_not_settled_while_another_attempt_may_be_worth_more():
    failed = one(0, DUE + 1, "error")
    found = standing(one(1, DUE), failed)
    assert (found.grades[0].points, found.grades[0].unsettled, found.provisional) == (1, True, True)
    full = standing(one(6, DUE), failed)
    assert (full.grades[0].unsettled, full.provisional) == (False, False)
    assert not standing(one(1, DUE)).provisional


def test_an_attempt_that_is_not_graded_yet():
    found = first(waiting(DUE))
    assert (found.status, found.points, found.provisional) == ("error", 0, True)
    assert first(one(1), waiting()).points == 1


def test_nothing_handed_in():
    found = standing()
    assert found.grades[0] == Grade("01", "missing", 0, 0, 6, 1, None, 0, 0.0)
    assert (found.points, found.max_points, found.percent) == (0, 16, 0)


def test_excused_even_where_something_was_handed_in():
    policy = Policy(allowances={"kim": Allowance(excused=frozenset({"01"}))})
    found = standing(one(1), ten(8), policy=policy)
    assert found.grades[0] == Grade("01", "excused", 0, 0, 6, 1, None, 0, 0.0)
    assert (found.points, found.max_points, found.percent) == (8, 10, 80)


def test_excused_from_all_there_is():
    policy = Policy(allowances={"kim": Allowance(excused=frozenset({"01", "10"}))})
    found = standing(policy=policy)
    assert (found.points, found.max_points, found.percent) == (0, 0, 0)


def test_exercises_that_count():
    found = standing(one(1), ten(8), policy=Policy(counts=frozenset({"10"})))
    assert [grade.exercise for grade in found.grades] == ["10"]
    assert standing(policy=Policy(counts=frozenset())) == Standing(student("kim", ""), ())


def test_extra_time_is_the_students_own():
    policy = Policy(
        due_for_all=DUE,
        late=Late(per_day=0.5),
        allowances={"kim": Allowance(24), "lee@x.kr": Allowance(48)},
    )
    handed = one(4, DUE + 1.5 * DAY)
    assert first(handed, policy=policy, key="kim").points == 2
    assert first(handed, policy=policy, key="kim").late_seconds == DAY / 2
    assert first(handed, policy=policy, key="lee", email="lee@x.kr").points == 4
    assert first(handed, policy=policy, key="choi").points == 0


def test_an_exercises_own_date_comes_before_that_of_all():
    policy = Policy(due={"01": DUE + DAY}, due_for_all=DUE, late=Late(per_day=0.5))
    found = standing(one(4, DUE + DAY), ten(10, DUE + DAY), policy=policy)
    assert [grade.points for grade in found.grades] == [4, 5]


def test_late_by_the_platforms_word_alone():
    """It does not say how late; what is known in seconds counts more."""
    policy = Policy(due_for_all=DUE, late=Late(per_day=0.5))
    assert first(one(4, None, late=True), policy=policy).points == 2
    assert first(one(4, DUE, late=True), policy=policy).points == 4
    assert first(one(4, DUE, late=True), policy=replace(policy, due_for_all=None)).points == 2
    assert first(one(4, None), policy=policy).points == 4
    grace = replace(policy, late=Late(per_day=0.5, grace_minutes=5))
    assert first(one(4, None, late=True), policy=grace).points == 4
    extra = replace(policy, allowances={"kim": Allowance(1)})
    assert first(one(4, None, late=True), policy=extra).points == 4


def test_whom_the_rules_name_in_vain():
    rules = {name: Allowance(1) for name in ("kim", "lee@x.kr", "Lee@x.kr", "park")}
    record = ClassRecord(CLASS, (student("kim", ""), student("lee", "", email="lee@x.kr")))
    assert strangers(record, Policy(allowances=rules)) == ["Lee@x.kr", "park"]
    assert strangers(record, Policy()) == []


# Who sees what.


def test_the_most_special_rule_counts():
    policy = Policy(
        visibility={
            "7.2 values": "visible",
            "7.2": "hidden",
            "07": "after_published",
            "accuracy": "after_due_date",
        }
    )
    seen = [
        policy.visibility_of("07", "7.2", "values"),
        policy.visibility_of("07", "7.2", "accuracy"),
        policy.visibility_of("07", "7.1", "accuracy"),
        policy.visibility_of("08", "8.1", "accuracy"),
        policy.visibility_of("08", "8.1", "values"),
    ]
    assert seen == ["visible", "hidden", "after_published", "after_due_date", "visible"]


# The file.

WHOLE = """\ufeff
[course]
title = "합성곱 신경망"
attempt = "last"
exercises = ["1", "10_ten"]

[weights]
1 = 2
"10" = 0.5

[due]
all = 2026-11-30T23:59:00+09:00
10 = 2026-12-01T00:00:00Z

[late]
grace_minutes = 10
per_day = 0.1
at_most = 0.5
closes_after_days = 7

[students."kim@x.kr"]
extra_hours = 48
[students."이서준"]
excused = ["01"]

[visibility]
accuracy = "after_due_date"
01 = "visible"
10.1 = "hidden"
"01.2" = "after_published"
"1.1 values" = "after_published"
"""


def read(tmp_path, text):
    path = tmp_path / "policy.toml"
    path.write_text(text, "utf-8")
    return read_policy(path, CLASS)


def utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc).timestamp()


def test_a_whole_file(tmp_path):
    assert read(tmp_path, WHOLE) == Policy(
        title="합성곱 신경망",
        attempt="last",
        counts=frozenset({"01", "10"}),
        weights={"01": 2.0, "10": 0.5},
        due={"10": utc(2026, 12, 1)},
        due_for_all=utc(2026, 11, 30, 14, 59),
        late=Late(10, 0.1, 0.5, 7),
        allowances={"kim@x.kr": Allowance(48), "이서준": Allowance(excused=frozenset({"01"}))},
        visibility={
            "accuracy": "after_due_date",
            "01": "visible",
            "10.1": "hidden",
            "1.2": "after_published",
            "1.1 values": "after_published",
        },
    )


def test_an_empty_file_changes_nothing(tmp_path):
    assert read(tmp_path, "") == Policy()


@pytest.fixture
def in_seoul(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Seoul")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_day_alone_ends_at_its_midnight_where_the_command_runs(tmp_path, in_seoul):
    policy = read(tmp_path, "[due]\nall = 2026-11-30\n10 = 2026-11-30T23:59:00\n")
    assert policy.due_for_all == utc(2026, 11, 30, 15)
    assert policy.due == {"10": utc(2026, 11, 30, 14, 59)}
    late = replace(policy, late=Late(per_day=0.5))
    assert first(one(4, utc(2026, 11, 30, 14, 59, 59) + 0.9), policy=late).points == 4
    assert first(one(4, utc(2026, 11, 30, 15) + 1), policy=late).points == 2


NUMBER = "0, 0.5, 1, ..."
IDS = '"01", "10"'
MOMENT = "2026-11-30, 2026-11-30T23:59:00+09:00"
SHOWN = '"07", "7.2", "7.2 accuracy", "accuracy"'
SEEN = '"visible", "after_due_date", "after_published", "hidden"'
LATE = "grace_minutes, per_day, at_most, closes_after_days"
WRONG = [
    ("wieghts = 3", "wieghts", '"wieghts"', "course, weights, due, late, students, visibility"),
    ("course = 3", "course", "3", "[course]"),
    ("[[late]]", "late", "[{}]", "[late]"),
    ("[course]\ntitel = 3", "course.titel", '"titel"', "title, attempt, exercises"),
    ("[course]\ntitle = 3", "course.title", "3", '"..."'),
    ('[course]\nattempt = "first"', "course.attempt", '"first"', '"best", "last"'),
    ("[course]\nattempt = [1]", "course.attempt", "[1]", '"best", "last"'),
    ('[course]\nexercises = "01"', "course.exercises", '"01"', '["01", "02"]'),
    ("[course]\nexercises = [1]", "course.exercises", "1", IDS),
    ('[course]\nexercises = [["01"]]', "course.exercises", '["01"]', IDS),
    ('[course]\nexercises = ["99"]', "course.exercises", '"99"', IDS),
    ("[weights]\n99 = 1", "weights", '"99"', IDS),
    ('[weights]\n"가중치" = 1', "weights", '"가중치"', IDS),
    ('[weights]\n01 = "2"', "weights.01", '"2"', NUMBER),
    ("[weights]\n01 = true", "weights.01", "true", NUMBER),
    ("[weights]\n01 = -1", "weights.01", "-1", NUMBER),
    ("[weights]\n01 = nan", "weights.01", "NaN", NUMBER),
    ("[weights]\n01 = inf", "weights.01", "Infinity", NUMBER),
    (f"[weights]\n01 = 1{'0' * 400}", "weights.01", f"1{'0' * 400}", NUMBER),
    ("[weights]\n01 = 1\n1 = 2", "weights.1", '"1"', "weights.01"),
    ('[due]\nall = "2026-11-30"', "due.all", '"2026-11-30"', MOMENT),
    ("[due]\n10 = 23:59:00", "due.10", '"23:59:00"', MOMENT),
    ("[due]\n10 = 9999-12-31", "due.10", "9999-12-31", MOMENT),
    ("[due]\n10 = 1", "due.10", "1", MOMENT),
    ("[due]\nfinal = 2026-11-30", "due", '"final"', IDS),
    ("[late]\nper_day = 10", "late.per_day", "10", "0 ... 1"),
    ("[late]\nat_most = 1.5", "late.at_most", "1.5", "0 ... 1"),
    ("[late]\ngrace = 5", "late.grace", '"grace"', LATE),
    ("[late]\ncloses_after_days = inf", "late.closes_after_days", "Infinity", NUMBER),
    ("[students]\nkim = 3", "students.kim", "3", "[students.kim]"),
    (
        "[students.kim]\nextra_days = 3",
        "students.kim.extra_days",
        '"extra_days"',
        "extra_hours, excused",
    ),
    ("[students.kim]\nextra_hours = false", "students.kim.extra_hours", "false", NUMBER),
    ('[students."김민지"]\nexcused = ["2"]', "students.김민지.excused", '"2"', IDS),
    ('[visibility]\n1.3 = "hidden"', "visibility", '"1.3"', SHOWN),
    ('[visibility]\n"1.1 speed" = "hidden"', "visibility", '"1.1 speed"', SHOWN),
    ('[visibility]\naccuracy = "never"', "visibility.accuracy", '"never"', SEEN),
]


@pytest.mark.parametrize(("text", "key", "found", "expected"), WRONG, ids=[w[0] for w in WRONG])
def test_what_is_wrong_is_named(tmp_path, text, key, found, expected):
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    path = str(tmp_path / "policy.toml")
    assert (caught.value.code, caught.value.data) == (
        "usage.policy",
        {"path": path, "key": key, "found": found, "expected": expected},
    )
    told = Messages("en").text("usage", caught.value.code, caught.value.data)
    assert told == f"{path}, {key}: found {found}; expected {expected}."


def test_a_file_that_is_no_toml(tmp_path):
    path = tmp_path / "policy.toml"
    told = {}
    for name, raw in {"syntax": b"[late\n", "bytes": b"\xff\xfe\x00"}.items():
        path.write_bytes(raw)
        with pytest.raises(UsageError) as caught:
            read_policy(path, CLASS)
        assert caught.value.code == "usage.policy_unreadable"
        told[name] = caught.value.data
    assert told["syntax"]["path"] == str(path)
    assert "line 1" in told["syntax"]["why"]
    assert "utf-8" in told["bytes"]["why"]
    with pytest.raises(UsageError) as caught:
        read_policy(tmp_path / "none.toml", CLASS)
    assert caught.value.data["why"] == "No such file or directory"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
TABLES = st.sampled_from(["course", "weights", "due", "late", "students", "visibility"])
KEYS = st.sampled_from(["01", "all", "kim", "accuracy", "per_day", "title", "attempt", "exercises"])


@given(st.dictionaries(TABLES, st.dictionaries(KEYS, VALUES, max_size=3) | VALUES))
def test_any_values_are_read_or_refused_by_name(found):
    try:
        policy = _Reading(Path("policy.toml"), CLASS).policy(found)
    except UsageError as error:
        said = error.data
    else:
        said = {}
        assert all(0 <= weight < math.inf for weight in policy.weights.values())
        assert all(math.isfinite(due) for due in policy.due.values())
    assert all(isinstance(value, str) for value in said.values())
