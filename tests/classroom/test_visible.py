"""What a student may see, at the moments when that changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.classroom.model import Attempt, ClassRecord
from grader.classroom.policy import HOUR, Allowance, Late, Policy, standings
from grader.classroom.visible import report_for
from grader.messages import Messages
from grader.report.model import ExerciseReport, Report, TaskReport
from grader.report.words import message
from tests.classroom.building import DAY, DUE, attempt, finding, info, student, task

ONE = info("01", "One", "하나", ("1.1", "first", 4.0), ("1.2", "build", 5.0))
TWO = info("02", "Two", "둘", ("2.1", "second", 6.0))

VALUES = finding("values", "fail", 1.0, 4.0, mistake="squares")
LAYERS = finding("layers", "pass", 2.0, 2.0)
ACCURACY = finding("accuracy", "error", 0.0, 3.0)
FIRST = task("1.1", "first", VALUES)
BUILD = task("1.2", "build", LAYERS, ACCURACY)
SECOND = task("2.1", "second", finding("values", "pass", 6.0, 6.0))
KIM = student("kim", "김민지", attempt(ONE, FIRST, BUILD, at=DUE), attempt(TWO, SECOND, at=DUE))


def shown(policy=None, now=DUE, one=KIM, **settings):
    policy = policy or Policy()
    [standing] = standings(ClassRecord((ONE, TWO), (one,)), policy)
    return report_for(standing, policy, now, **settings)


def of(exercise, *tasks):
    file = f"{exercise.slug}.py"
    return ExerciseReport(exercise.id, exercise.slug, exercise.titles, file, tasks, 1.0)


def reported(*exercises):
    environment = {"sandbox": "confined", "protections": ()}
    return Report("kim", exercises, environment, 0.0)


def test_all_is_seen_where_nothing_is_said():
    found = shown()
    assert found == reported(of(ONE, FIRST, BUILD), of(TWO, SECOND))
    assert (found.points, found.max_points, found.provisional) == (9, 15, True)


def test_a_check_that_is_hidden_takes_its_points_and_its_status_along():
    found = shown(Policy(visibility={"accuracy": "hidden"}))
    built = TaskReport("1.2", "build", (LAYERS,), 2.0)
    assert found == reported(of(ONE, FIRST, built), of(TWO, SECOND))
    assert (found.points, found.max_points, found.provisional) == (9, 12, False)


def test_a_task_of_which_nothing_is_seen_is_not_there():
    assert shown(Policy(visibility={"1.1": "hidden"})).exercises[0] == of(ONE, BUILD)


def test_an_exercise_of_which_nothing_is_seen_is_not_there():
    """Without a finding it would look as if all were right."""
    assert shown(Policy(visibility={"01": "hidden"})) == reported(of(TWO, SECOND))


@pytest.mark.parametrize(
    ("rule", "now", "published", "seen"),
    [
        ("visible", DUE - DAY, False, True),
        ("after_due_date", DUE, False, False),
        ("after_due_date", DUE + 1, False, True),
        ("after_due_date", DUE - DAY, True, True),
        ("after_published", DUE + DAY, False, False),
        ("after_published", DUE, True, True),
        ("hidden", DUE + DAY, True, False),
    ],
)
def test_when_it_is_seen(rule, now, published, seen):
    policy = Policy(due_for_all=DUE, visibility={"02": rule})
    ids = [one.id for one in shown(policy, now, published=published).exercises]
    assert ids == (["01", "02"] if seen else ["01"])


def test_a_student_with_extra_time_sees_it_later():
    policy = Policy(
        due={"02": DUE}, visibility={"02": "after_due_date"}, allowances={"kim": Allowance(2)}
    )
    assert len(shown(policy, DUE + HOUR).exercises) == 1
    assert len(shown(policy, DUE + 2 * HOUR).exercises) == 1
    assert len(shown(policy, DUE + 2 * HOUR + 1).exercises) == 2


def test_without_a_due_date_it_is_never_past():
    policy = Policy(visibility={"02": "after_due_date"})
    assert [one.id for one in shown(policy, DUE + 99 * DAY).exercises] == ["01"]


def test_of_several_attempts_the_one_that_counts_is_shown():
    better = task("2.1", "second", finding("values", "fail", 5.0, 6.0))
    worse = task("2.1", "second", finding("values", "fail", 1.0, 6.0))
    lee = student("kim", "", attempt(TWO, better, at=DUE), attempt(TWO, worse, at=DUE + 1))
    assert shown(one=lee) == reported(of(TWO, better))
    assert shown(Policy(attempt="last"), one=lee) == reported(of(TWO, worse))


@pytest.mark.parametrize(
    ("late", "percent"), [(0, None), (1, "70"), (2 * DAY, "40"), (9 * DAY, "0")]
)
def test_what_lateness_costs_is_told(late, percent):
    policy = Policy(due_for_all=DUE, late=Late(per_day=0.3, closes_after_days=7))
    [exercise] = shown(
        policy, one=student("kim", "", attempt(TWO, SECOND, at=DUE + late))
    ).exercises
    told = [message(note, Messages("en")) for note in exercise.notes]
    cost = f"Handed in late: {percent} % of these points count."
    assert (exercise.points, told) == (6, [cost] if percent else [])


def test_nothing_to_show():
    empty = Report("kim", (), {"sandbox": None, "protections": ()}, 0.0)
    assert shown(one=student("kim", "")) == empty
    waiting = Attempt(ONE.slug, "d", "one.py", None, False, ())
    assert shown(one=student("kim", "", waiting)) == empty
    excused = Policy(allowances={"kim": Allowance(excused=frozenset({"01", "02"}))})
    assert shown(excused) == empty


def test_a_report_without_findings_stays_as_it_is():
    """Such as that of a file that could not be read, which has notes alone."""
    note = replace(VALUES, check="remark", max_points=0.0)
    made = attempt(ONE, TaskReport("1.1", "first", (), 4.0))
    result = made.results[0]
    report = replace(result.graded.report, notes=(note,))
    made = replace(made, results=(replace(result, graded=replace(result.graded, report=report)),))
    assert shown(one=student("kim", "", made)).exercises == (report,)
