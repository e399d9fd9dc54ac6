"""The numbers of a class, on classes so small that they are worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from grader.classroom.analysis import (
    CheckFigures,
    Contest,
    Curve,
    Distribution,
    Effort,
    ExerciseFigures,
    HandingIn,
    Item,
    MistakeFigures,
    Overview,
    Reached,
    SharedNetwork,
    Spread,
    TaskCurves,
    TaskFigures,
    analyse,
    correlation,
    spread,
)
from grader.classroom.model import Attempt, Built, ClassRecord
from grader.classroom.policy import Allowance, Late, Policy, standings
from grader.report.model import ExerciseReport
from tests.classroom.building import DAY, DUE, attempt, finding, info, student, task

ONE = info("01", "One", "하나", ("1.1", "first", 4.0), ("1.2", "build", 2.0))
TWO = info("02", "Two", "둘", ("2.1", "second", 6.0))


def first(status, points=0.0, **settings):
    return task("1.1", "first", finding("values", status, points, 4.0, **settings))


def build(status, points=0.0, **settings):
    return task("1.2", "build", finding("layers", status, points, 2.0, **settings))


def second(status, points=0.0, **settings):
    remark = finding("remark", "pass", 0.0, 0.0, code="remark.library", mistake="keeps")
    return task("2.1", "second", finding("values", status, points, 6.0, **settings), remark)


RIGHT, WRONG = Built("1.2", "a", 3, 100), Built("1.2", "b", 4, 90)

ANN = student(
    "ann",
    "Ann",
    attempt(ONE, first("fail", 0, mistake="squares"), build("pass", 2.0), at=DUE - 2 * DAY),
    attempt(
        ONE, first("pass", 4.0), build("pass", 2.0), at=DUE - DAY, networks=[RIGHT], seconds=3.0
    ),
    attempt(TWO, second("pass", 6.0), at=DUE, seconds=2.0),
)
BEN = student(
    "ben",
    "Ben",
    attempt(
        ONE,
        first("fail", 2.0, mistake="squares", also="keeps"),
        build("fail", mistake="narrow"),
        at=DUE + DAY / 2,
        networks=[WRONG],
    ),
    attempt(TWO, second("fail", 0.0), at=DUE + 2 * DAY, seconds=4.0),
)
CAT = student(
    "cat",
    "Cat",
    attempt(
        ONE, first("limit", mistake="squares"), build("fail", mistake="narrow"), networks=[WRONG]
    ),
    attempt(TWO, second("error", code="grader.error"), at=DUE - DAY, seconds=6.0),
)
DAN = student("dan", "Dan", attempt(ONE, first("todo"), build("blocked"), at=DUE, networks=[RIGHT]))
EVE = student("eve", "Eve")
CLASS = ClassRecord((ONE, TWO), (ANN, BEN, CAT, DAN, EVE))
POLICY = Policy(
    due_for_all=DUE,
    late=Late(per_day=0.25),
    allowances={"dan": Allowance(excused=frozenset({"02"})), "ben": Allowance(extra_hours=24)},
)


def analysed(record=CLASS, policy=POLICY):
    return analyse(record, standings(record, policy), policy)


def test_overview():
    """Ann 12 of 12; Ben 2 of 6 and 0 of 6; Cat nothing, one of it not judged; Dan 0; Eve left out.

    100, 16.67, 0 and 0 percent: the mean is 29.17, the median (0 + 16.67) / 2.
    """
    found = analysed().overview
    assert found.percent is not None
    rounded = {k: round(v, 2) for k, v in vars(found.percent).items()}
    assert (found.students, found.handed_in, found.provisional) == (5, 4, ("cat",))
    assert rounded == {
        "count": 4,
        "mean": 29.17,
        "low": 0.0,
        "median": 8.33,
        "high": 37.5,
        "least": 0.0,
        "most": 100.0,
    }


def test_distribution():
    assert analysed().distribution == Distribution(
        final=(1, 1, 0, 0, 0, 0, 0, 0, 0, 1), provisional=(1, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    )


def test_exercises():
    one, two = analysed().exercises
    assert one == ExerciseFigures(
        "01",
        students=5,
        handed_in=4,
        late=0,  # Ben's own 24 hours cover his half day
        statuses={"pass": 1, "fail": 1, "limit": 1, "blocked": 1},
        share=(1 + 2 / 6 + 0 + 0) / 4,
        tasks=(
            TaskFigures(
                "1.1",
                "first",
                4,
                {"pass": 1, "fail": 1, "limit": 1, "todo": 1},
                (CheckFigures("values", "", {"pass": 1, "fail": 1, "limit": 1, "todo": 1}),),
            ),
            TaskFigures(
                "1.2",
                "build",
                4,
                {"pass": 1, "fail": 2, "blocked": 1},
                (CheckFigures("layers", "", {"pass": 1, "fail": 2, "blocked": 1}),),
            ),
        ),
    )
    assert (two.students, two.handed_in, two.late) == (4, 3, 1)  # Dan is excused; Ben is late
    assert two.statuses == {"pass": 1, "fail": 1, "error": 1}
    assert two.share == 0.5  # of Ann and Ben: what was not judged says nothing
    assert [check.check for task in two.tasks for check in task.checks] == ["values"]  # no remark


def test_mistakes_are_ranked_among_those_who_tried():
    """Dan has not tried; Ann has overcome hers; what a remark says is no mistake."""
    assert analysed().mistakes == (
        MistakeFigures("squares", "1.1", "first", ("ben", "cat"), ("ann",), tried=3),
        MistakeFigures("narrow", "1.2", "build", ("ben", "cat"), (), tried=3),
        MistakeFigures("keeps", "1.1", "first", ("ben",), (), tried=3),
    )


def test_a_mistake_that_everyone_overcame():
    (one,) = analysed(ClassRecord((ONE, TWO), (ANN,))).mistakes
    assert (one.mistake, one.students, one.earlier) == ("squares", (), ("ann",))
    assert one.share == 0.0


def test_items():
    """1.1: Ann 4/4, Ben 2/4, Cat 0/4 (Dan has not begun). 2.1: Ann 6/6, Ben 0/6."""
    assert analysed().items == (
        Item("1.1", "first", 3, 0.5, None),
        Item("1.2", "build", 3, 1 / 3, None),
        Item("2.1", "second", 2, 0.5, None),
    )


def test_discrimination_is_against_the_share_of_the_other_tasks():
    """Twelve students: 1.1 earns 0 ... 4 in turn, the others the same share, or the opposite."""
    same, opposite = [], []
    for place in range(12):
        share = place % 5 / 4
        own = first("fail", 4 * share)
        for students, other in ((same, share), (opposite, 1 - share)):
            tasks = (own, build("fail", 2 * other))
            students.append(
                student(
                    f"s{place}",
                    "",
                    attempt(ONE, *tasks),
                    attempt(TWO, second("fail", 6 * other)),
                )
            )
    first_same = analysed(ClassRecord((ONE, TWO), tuple(same))).items[0]
    first_opposite = analysed(ClassRecord((ONE, TWO), tuple(opposite))).items[0]
    assert (first_same.tried, first_same.discrimination) == (12, pytest.approx(1.0))
    assert first_opposite.discrimination == pytest.approx(-1.0)


def test_correlation():
    """(1, 1), (2, 3), (3, 2): deviations (-1, 0, 1) and (-1, 1, 0), so 1 / 2."""
    assert correlation([(1, 1), (2, 3), (3, 2)], least=3) == pytest.approx(0.5)
    assert correlation([(1, 1), (2, 3), (3, 2)], least=4) is None
    assert correlation([(1, 1), (1, 3), (1, 2)], least=3) is None
    assert correlation([(1, 5), (2, 5), (3, 5)], least=3) is None
    assert correlation([(0.1 + 0.2, 1), (0.3, 2), (0.3, 3)], least=3) is None
    assert correlation([], least=0) is None


def test_spread():
    assert spread([]) is None
    assert spread([7.0]) == Spread(1, 7.0, 7.0, 7.0, 7.0, 7.0, 7.0)
    assert spread([4, 1, 3, 2, 5]) == Spread(5, 3.0, 2.0, 3.0, 4.0, 1, 5)


def test_time():
    one, two = analysed().efforts
    assert one == Effort("01", Spread(4, 1.5, 1.0, 1.0, 1.5, 1.0, 3.0), 6.0)
    assert two == Effort("02", Spread(3, 4.0, 3.0, 4.0, 5.0, 2.0, 6.0), 12.0)
    first_due, second_due = analysed().handing_in
    assert first_due == HandingIn(
        "01", (-24.0, 0.0, 12.0), Spread(3, -4.0, -12.0, 0.0, 6.0, -24.0, 12.0), 0
    )  # Cat's time is not known
    assert (second_due.hours, second_due.late) == ((-24.0, 0.0, 48.0), 1)
    assert analysed(policy=Policy()).handing_in == ()


def test_networks_that_recur():
    """Ann's and Dan's is right and the only right one; Ben's and Cat's shares a named mistake."""
    assert analysed().networks == (
        SharedNetwork(
            "1.2",
            "build",
            ("ben", "cat"),
            layers=4,
            parameters=90,
            passing=False,
            mistakes=("narrow",),
            built=4,
            different=2,
        ),
    )


def builders(*built):
    """Students by what they built and whether it passes."""
    students = []
    for place, (digest, passing) in enumerate(built):
        report = build("pass", 2.0) if passing else build("fail")
        networks = [Built("1.2", digest, 3, 10), Built("1.2", f"{digest} at another size", 3, 20)]
        students.append(student(f"s{place}", "", attempt(ONE, report, networks=networks)))
    return ClassRecord((ONE,), tuple(students))


def shared(*built):
    return [(one.students, one.passing) for one in analysed(builders(*built)).networks]


def test_what_everyone_builds_who_is_right_means_nothing():
    assert shared(("a", True), ("a", True), ("a", True)) == []


def test_three_right_networks_are_variants_of_one_task():
    built = [("a", True), ("a", True), ("b", True), ("b", True), ("c", True)]
    assert shared(*built) == []


def test_in_a_task_of_free_design_a_shared_network_is_listed():
    built = [("a", True), ("a", True), ("b", True), ("c", True), ("d", True)]
    assert shared(*built) == [(("s0", "s1"), True)]


def test_four_variants_among_many_students_do_not_make_a_task_free():
    assert shared(*[(digest, True) for digest in "abcd" * 5]) == []


def test_a_wrong_network_is_listed_and_unexplained_ones_come_first():
    built = [("a", True), ("w", False), ("w", False), ("v", False)]
    assert shared(*built) == [(("s1", "s2"), False)]
    explained = build("fail", mistake="narrow")
    record = builders(("w", False), ("w", False))
    more = [
        student(key, "", attempt(ONE, explained, networks=[Built("1.2", "n", 1, 1)]))
        for key in ("x", "y", "z")
    ]
    found = analysed(replace(record, students=(*more, *record.students))).networks
    assert [(one.students, one.mistakes) for one in found] == [
        (("s0", "s1"), ()),
        (("x", "y", "z"), ("narrow",)),
    ]


def test_a_right_network_in_a_function_that_fails_otherwise_is_not_listed():
    assert shared(("a", True), ("a", False), ("a", False)) == []


def trained(status, accuracy, losses, **data):
    data = {"accuracy": accuracy, "losses": losses, "runs": [0.5], **data}
    return task("1.2", "build", finding("accuracy", status, 1.0, 2.0, data=data))


def test_training_curves():
    """The same curve twice is one; a training that broke off is shown as far as it went."""
    reports = [
        trained("pass", "0.9", [1.0, 0.5]),
        trained("pass", "0.9", [1.0, 0.5]),
        trained("fail", "0.5", [1.0, math.nan, 2.0]),
        trained("fail", "0.5", []),
        trained("fail", "0.5", "nothing"),
    ]
    students = tuple(student(f"s{i}", "", attempt(ONE, one)) for i, one in enumerate(reports))
    record = ClassRecord((ONE,), students, {"1.2": (0.9, 0.4)})
    assert analysed(record).curves == (
        TaskCurves(
            "1.2", "build", (Curve((1.0, 0.5), 2, True), Curve((1.0,), 1, False)), (0.9, 0.4)
        ),
    )
    assert analysed(record).contests == ()
    assert analysed().curves == ()


def test_accuracy_against_parameters():
    """A task with several bars is known by its tiers; one below the first bar belongs to it."""
    bars = {"tiers": 2, "bars": ["0.70", "0.90"]}
    reports = [
        trained("pass", "0.950", [1.0], tier=2, **bars),
        trained("pass", "0.750", [1.0], tier=1, **bars),
        trained("fail", "0.410", [1.0]),
        build("fail"),
    ]
    students = tuple(
        student(f"s{i}", "", attempt(ONE, one, networks=[Built("1.2", str(i), 3, 1000 + i)]))
        for i, one in enumerate(reports)
    )
    assert analysed(ClassRecord((ONE,), students)).contests == (
        Contest(
            "1.2",
            "build",
            (0.7, 0.9),
            (
                Reached("s0", 1000, 0.95, (0.5,), 2),
                Reached("s1", 1001, 0.75, (0.5,), 1),
                Reached("s2", 1002, 0.41, (0.5,), 0),
            ),
        ),
    )


def test_exercises_that_do_not_count_are_left_out():
    found = analysed(policy=Policy(counts=frozenset({"02"})))
    assert [one.id for one in found.exercises] == ["02"]
    assert [one.task for one in found.items] == ["2.1"]
    assert found.mistakes == ()


def test_a_class_without_anything():
    found = analysed(ClassRecord((ONE,), ()))
    assert found.overview == Overview(0, 0, (), None)
    assert (found.exercises, found.items, found.networks) == ((), (), ())
    handed_nothing = analysed(ClassRecord((ONE,), (EVE,)))
    assert handed_nothing.overview == Overview(1, 0, (), None)
    assert handed_nothing.exercises[0].share is None


def test_what_is_handed_in_and_not_yet_graded_has_no_tasks():
    waiting = Attempt(ONE.slug, "d", "one.py", DUE, False, ())
    found = analysed(ClassRecord((ONE,), (student("s", "", waiting),)))
    assert found.overview.provisional == ("s",)
    assert found.exercises[0].statuses == {"error": 1}
    assert found.exercises[0].tasks[0].handed_in == 0
    assert (found.items, found.efforts) == ((), ())


def test_a_report_without_tasks_is_no_fault():
    empty = attempt(ONE)
    report = ExerciseReport("01", ONE.slug, ONE.titles, "one.py", ())
    assert empty.results[0].graded.report == replace(report, seconds=1.0, file=f"{ONE.slug}.py")
    assert analysed(ClassRecord((ONE,), (student("s", "", empty),))).mistakes == ()
