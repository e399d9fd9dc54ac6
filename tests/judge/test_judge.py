from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.judge.judge import JUDGES, Circumstances, error_for_all, judge_task
from grader.reference import Raises
from grader.report.model import ExerciseReport, Finding, Report
from grader.run.evidence import Outcome
from grader.run.worker.frames import FrameError
from grader.spec import Accuracy, Arrays, Layers, Params, Recipe, Shapes, Values
from grader.submission import Problem, Submission

from .building import answer, asked, built, conv, entered, error, layer, model, task

SOURCE = "def f(n):\n    return n\n"
RECIPE = Recipe("border_dots", 1, 8, 0.01, 8, 8)


def circumstances(source=SOURCE, **settings):
    submission = Submission(Path("f.py"), source, **settings.pop("submission", {}))
    tree = None if submission.problem else ast.parse(source)
    return Circumstances(submission, tree, names={"9.1": "f", "9.2": "g"}, **settings)


def judged(judged_task, *answered, **settings):
    return judge_task(judged_task, answered, circumstances(**settings)).findings


def said(findings):
    """Each finding as `(check, group, status, code, points)`."""
    return [(f.check, f.group, f.status, f.code, f.points) for f in findings]


TWO_GROUPS = task(Values(1, "small"), Values(2, "large"))


def test_each_check_has_its_own_points():
    report = judge_task(
        TWO_GROUPS, [asked(1, 1, "small", n=1), asked(9, 8, "large", n=9)], circumstances()
    )
    assert said(report.findings) == [
        ("values", "small", "pass", "pass", 1),
        ("values", "large", "fail", "value.wrong", 0.0),
    ]
    assert (report.points, report.max_points, report.status) == (1, 3, "fail")


# Nothing was run


def test_untouched():
    findings = judged(TWO_GROUPS, todo=frozenset(["9.1"]))
    assert said(findings) == [
        ("values", "small", "todo", "todo", 0.0),
        ("values", "large", "todo", "todo", 0.0),
    ]


def test_a_file_that_cannot_be_read():
    problem = Problem("file.missing", data={"file": "f.py", "folder": "09_f"})
    findings = judged(TWO_GROUPS, submission={"problem": problem}, todo=frozenset(["9.1"]))
    assert findings[0] == Finding(
        "values", "fail", "file.missing", 0.0, 1, {**problem.data, "exercise": "09"}, group="small"
    )
    assert said(findings)[1] == ("values", "large", "blocked", "blocked.same_cause", 0.0)


def test_a_function_with_an_error_of_syntax():
    problem = Problem("syntax.error", 3, {"message": "invalid syntax", "source": "retrun n"})
    findings = judged(TWO_GROUPS, submission={"broken": {"f": problem}})
    assert findings == (
        Finding("values", "fail", "syntax.error", 0.0, 1, problem.data, line=3, group="small"),
        Finding("values", "blocked", "blocked.same_cause", 0.0, 2, group="large"),
    )


def test_the_error_of_syntax_of_another_function_is_no_matter_here():
    broken = {"g": Problem("syntax.error", 3)}
    findings = judged(task(Values(1)), asked(1, 1, n=1), submission={"broken": broken})
    assert said(findings) == [("values", "", "pass", "pass", 1)]


# One cause, one complaint


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (error("KeyError", line=3), error("KeyError", line=3), "blocked"),
        (error("KeyError", line=3), error("KeyError", line=4), "fail"),
        (error("KeyError", line=3), 77, "fail"),
        (None, None, "blocked"),
        ("1", "9", "blocked"),
        (77, 78, "fail"),
        (Outcome(stopped="time"), Outcome(stopped="time"), "blocked"),
        (Outcome(stopped="time"), Outcome(stopped="memory"), "limit"),
    ],
)
def test_what_follows_from_the_check_before(first, second, status):
    findings = judged(TWO_GROUPS, asked(1, first, "small", n=1), asked(9, second, "large", n=9))
    assert findings[1].status == status
    assert [finding.points for finding in findings] == [0.0, 0.0]


@pytest.mark.parametrize(("line", "status"), [(3, "blocked"), (4, "fail")])
def test_an_accident_where_an_error_is_expected_is_the_same_accident(line, status):
    first, second = error("NameError", line=3), error("NameError", line=line)
    findings = judged(
        TWO_GROUPS,
        asked(1, first, "small", n=1),
        asked(Raises("ValueError"), second, "large", n=9),
    )
    assert findings[0].code == "call.raised"
    assert findings[1].status == status


def test_one_mistake_in_two_groups_is_one_cause():
    answered = asked(2, 1, "small", n=1), asked(18, 81, "large", n=9)
    with entered(squares=lambda n: n * n):
        first, second = judged(TWO_GROUPS, *answered)
    assert (first.status, first.mistake, first.hint) == ("fail", "squares", 3)
    assert second == Finding("values", "blocked", "blocked.same_cause", 0.0, 2, group="large")


def test_two_mistakes_are_two_causes():
    answered = asked(2, 1, "small", n=1), asked(18, 27, "large", n=9)
    with entered(squares=lambda n: n * n, triples=lambda n: 3 * n):
        findings = judged(TWO_GROUPS, *answered)
    assert [f.mistake for f in findings] == ["squares", "triples"]


def test_a_network_has_one_first_departure():
    right, wrong = (model(conv(padding=p), layer("Flatten")) for p in ("same", "valid"))
    findings = judged(
        task(Shapes(1), Params(1), Layers(2), Arrays(1)),
        asked(answer(right), built(wrong), n=1),
        asked(answer(right), built(right), n=2),
    )
    assert said(findings)[:3] == [
        ("shapes", "", "fail", "shape.mismatch", 0.0),
        ("params", "", "pass", "pass", 1),
        ("layers", "", "blocked", "blocked.same_cause", 0.0),
    ]


# Helpers

CALLS_HELPER = "def f(n):\n    return g(n)\n"


@pytest.mark.parametrize(
    ("source", "todo", "failed", "expected"),
    [
        (CALLS_HELPER, "", "", ("fail", "value.wrong", {})),
        (CALLS_HELPER, "9.2", "", ("blocked", "blocked.todo", {"task": "9.2", "name": "g"})),
        (CALLS_HELPER, "", "9.2", ("blocked", "blocked.helper", {"task": "9.2", "name": "g"})),
        (SOURCE, "9.2", "9.2", ("fail", "value.wrong", {})),
    ],
)
def test_a_helper_is_to_be_mended_first(source, todo, failed, expected):
    (finding,) = judged(
        task(Values(1), calls=["9.2"]),
        asked(1, 2, n=1),
        source=source,
        todo=frozenset(filter(None, [todo])),
        failed=frozenset(filter(None, [failed])),
    )
    status, code, data = expected
    assert (finding.status, finding.code, finding.points) == (status, code, 0.0)
    assert {**finding.data, **data} == finding.data


def test_who_is_right_in_spite_of_a_helper_keeps_the_points():
    findings = judged(
        task(Values(1)), asked(1, 1, n=1), source=CALLS_HELPER, failed=frozenset(["9.2"])
    )
    assert said(findings) == [("values", "", "pass", "pass", 1)]


def test_a_helper_loses_no_name_to_the_one_who_calls_it():
    with entered(squares=lambda n: n * n):
        (finding,) = judged(
            task(Values(1)), asked(18, 81, n=9), source=CALLS_HELPER, failed=frozenset(["9.2"])
        )
    assert (finding.mistake, finding.hint, finding.line) == (None, None, None)


# The judge's own faults


def test_an_error_of_the_judge_costs_nobody_a_point(monkeypatch):
    def fails(context):
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setitem(JUDGES, Values, fails)
    report = judge_task(
        task(Values(2), Arrays(3)), [asked(np.ones(2), np.ones(2), n=1)], circumstances()
    )
    why = {"why": "ZeroDivisionError: a fault of ours"}
    assert report.findings[0] == Finding("values", "error", "grader.error", 0.0, 2, why)
    assert said(report.findings)[1] == ("arrays", "", "pass", "pass", 3)
    exercise = ExerciseReport("09", "09_f", {}, "f.py", (report,))
    assert (exercise.status, Report("", (exercise,), {}, 0.0).provisional) == ("error", True)


def test_evidence_that_breaks_the_rules_is_the_students_fault(monkeypatch):
    def fails(context):
        raise FrameError("not JSON")

    monkeypatch.setitem(JUDGES, Values, fails)
    (finding,) = judged(task(Values(2)), asked(1, 1, n=1))
    assert finding == Finding("values", "fail", "run.malformed", 0.0, 2, {"detail": "not JSON"})


def test_missing_evidence_is_never_a_pass():
    findings = judged(TWO_GROUPS, asked(1, 1, "small", n=1))
    assert said(findings) == [
        ("values", "small", "pass", "pass", 1),
        ("values", "large", "error", "grader.error", 0.0),
    ]


def test_a_task_that_could_not_be_judged():
    report = error_for_all(TWO_GROUPS, "no room left")
    assert said(report.findings) == [
        ("values", "small", "error", "grader.error", 0.0),
        ("values", "large", "error", "grader.error", 0.0),
    ]
    assert report.findings[0].data == {"why": "no room left"}


# Remarks


@pytest.mark.parametrize(
    ("by_hand", "source", "line"),
    [
        (True, "import keras\ndef f(n):\n    return keras.ops.abs(n)\n", 3),
        (True, SOURCE, None),
        (False, "import keras\ndef f(n):\n    return keras.ops.abs(n)\n", None),
    ],
)
def test_asking_keras_earns_a_remark_and_costs_nothing(by_hand, source, line):
    report = judge_task(task(Values(1), by_hand=by_hand), [asked(1, 1, n=1)], circumstances(source))
    remark = Finding("remark", "pass", "remark.library", 0.0, 0.0, {"name": "f"}, line=line)
    assert report.findings[1:] == ((remark,) if line else ())
    assert (report.status, report.points) == ("pass", 1)


def test_no_remark_on_a_wrong_answer():
    source = "import keras\ndef f(n):\n    return keras.ops.abs(n)\n"
    findings = judged(task(Values(1), by_hand=True), asked(1, 2, n=1), source=source)
    assert said(findings) == [("values", "", "fail", "value.wrong", 0.0)]


def test_no_remark_on_an_untouched_task():
    findings = judged(
        task(Values(1), by_hand=True),
        source="import keras\ndef f(n):\n    keras\n",
        todo=frozenset(["9.1"]),
    )
    assert said(findings) == [("values", "", "todo", "todo", 0.0)]


def changing(wanted, found):
    return replace(asked(wanted, found, n=1), outcome=Outcome(found, changed=("n",)))


@pytest.mark.parametrize("found", [1, 2])
def test_who_changes_what_is_given_is_told(found):
    findings = judged(task(Values(1)), changing(1, found))
    data = {"name": "f", "changed": "n"}
    assert findings[1:] == (Finding("remark", "pass", "remark.changes_input", 0.0, 0.0, data),)


NOT_REACHED = Outcome(stopped="time", reached=False)


@pytest.mark.parametrize(
    ("small", "code"),
    [
        (asked(1, Outcome(stopped="time"), "small", n=1), "blocked.same_cause"),
        (asked(1, 2, "small", n=1), "run.not_reached"),
    ],
)
def test_calls_that_were_never_made_follow_from_what_ended_the_runner(small, code):
    findings = judged(TWO_GROUPS, small, asked(9, NOT_REACHED, "large", n=9))
    assert findings[1].code == code


@pytest.mark.parametrize(
    ("own", "remarks"),
    [
        (asked(1, 2, n=1), ["remark.helper_changes_input"]),
        (changing(1, 1), ["remark.helper_changes_input"]),
        (asked(1, 1, n=1), []),
    ],
)
def test_a_helper_that_changes_what_it_is_given_is_told_where_it_matters(own, remarks):
    others = {"9.2": [changing(3, 3)]}
    findings = judged(task(Values(1)), own, source=CALLS_HELPER, others=others)
    assert [finding.code for finding in findings[1:]] == remarks


# Accuracy

TRAINED = task(Values(1), Accuracy(4, RECIPE, "trained"))


def passes(trained):
    return trained.passed("accuracy.pass", accuracy="1.000", bar="0.50")


@pytest.mark.parametrize(
    ("accuracy", "found", "expected"),
    [
        (None, 1, [("values", "", "pass", "pass", 1)]),
        (
            passes,
            1,
            [
                ("values", "", "pass", "pass", 1),
                ("accuracy", "trained", "pass", "accuracy.pass", 4),
            ],
        ),
        (
            passes,
            2,
            [
                ("values", "", "fail", "value.wrong", 0.0),
                ("accuracy", "trained", "blocked", "blocked.same_cause", 0.0),
            ],
        ),
    ],
)
def test_only_what_is_right_is_trained(accuracy, found, expected):
    report = judge_task(
        TRAINED, [asked(1, found, "trained", n=1)], circumstances(accuracy=accuracy)
    )
    assert said(report.findings) == expected
    assert report.max_points == (5 if accuracy else 1)


PROMISED = task(Accuracy(4, RECIPE, "trained", after="9.2", entry="side"))
SAID = {"9.2": [asked({"side": 0.9}, {"side": 0.5})]}


@pytest.mark.parametrize(
    ("settings", "status", "code"),
    [
        ({"others": SAID}, "pass", "accuracy.pass"),
        ({"others": SAID, "failed": frozenset(["9.2"])}, "blocked", "blocked.uncommitted"),
        ({"todo": frozenset(["9.2"])}, "blocked", "blocked.uncommitted"),
        ({}, "blocked", "blocked.uncommitted"),  # it cannot be read, and was not asked for
        ({"others": {"9.2": []}}, "blocked", "blocked.uncommitted"),
    ],
)
def test_nothing_is_trained_before_a_prediction_stands(settings, status, code):
    trained = []
    (finding,) = judged(
        PROMISED,
        asked(1, 1, "trained", n=1),
        accuracy=lambda context: trained.append(context) or passes(context),
        **settings,
    )
    assert (finding.status, finding.code, len(trained)) == (status, code, status == "pass")
    if status == "blocked":
        assert finding.data == {"task": "9.2", "name": "g"}


def test_what_is_to_be_committed_is_said_once():
    twice = task(*(Accuracy(1, RECIPE, one, after="9.2", entry=one) for one in ("a", "b")))
    answered = asked(1, 1, "a", n=1), asked(1, 1, "b", n=2)
    assert said(judged(twice, *answered, accuracy=passes)) == [
        ("accuracy", "a", "blocked", "blocked.uncommitted", 0.0),
        ("accuracy", "b", "blocked", "blocked.same_cause", 0.0),
    ]


# Through real runners


def test_partial_credit(grade, kit, kit_mistakes):
    text = (kit.solutions / "01_double_it" / "double_it.py").read_text("utf-8")
    wrong = text.replace("return 2 * x", "return x * x if x > 1 else 2 * x")
    report = grade("01_double_it", wrong, "1.1")
    (double,) = report.tasks
    assert said(double.findings) == [
        ("values", "small", "pass", "pass", 1),
        ("values", "large", "fail", "value.wrong", 0.0),
    ]


def test_a_tie_of_the_small_case_is_settled_by_the_large_ones(grade, kit, kit_mistakes):
    """`x * x` and `x` answer 1 alike."""
    text = (kit.solutions / "01_double_it" / "double_it.py").read_text("utf-8")
    first, second = grade("01_double_it", text.replace("2 * x", "x * x")).tasks[0].findings
    assert (first.group, first.code, first.mistake) == ("small", "value.wrong", "squares")
    assert (second.group, second.code) == ("large", "blocked.same_cause")


def test_the_helpers_mistake_is_not_charged_twice(grade, kit, kit_mistakes):
    text = (kit.solutions / "01_double_it" / "double_it.py").read_text("utf-8")
    report = grade("01_double_it", text.replace("2 * x", "x * x"))
    assert said(report.tasks[1].findings) == [("values", "", "blocked", "blocked.helper", 0.0)]
    alone = grade("01_double_it", text.replace("2 * x", "x * x"), "1.2")
    assert [t.findings for t in alone.tasks] == [report.tasks[1].findings]


def test_a_helper_that_is_not_begun(grade, kit):
    stub = (kit.exercises / "01_double_it" / "double_it.py").read_text("utf-8")
    report = grade(
        "01_double_it",
        stub.replace('raise NotImplementedError("1.2")', "return double(double(x))"),
    )
    assert said(report.tasks[0].findings)[0] == ("values", "small", "todo", "todo", 0.0)
    assert said(report.tasks[1].findings) == [("values", "", "blocked", "blocked.todo", 0.0)]
    assert report.tasks[1].findings[0].data == {"task": "1.1", "name": "double"}


def test_an_entry_of_a_dict(grade, kit, kit_mistakes):
    text = (kit.solutions / "01_double_it" / "double_it.py").read_text("utf-8")
    (finding,) = grade("01_double_it", text.replace("x / 2", "x // 2"), "1.3").tasks[0].findings
    assert (finding.code, finding.mistake, finding.hint) == ("value.entry", "halves_down", 3)
    assert finding.data["key"] == "'half'"


def test_a_case_drawn_afresh_finds_what_was_learned_by_heart(grade, kit):
    """All frozen answers are known; the fresh ones are not, as long as the solution is at hand."""
    frozen = {c.arguments["x"]: c.answer for c in kit.load("01_double_it").tasks[0].cases}
    text = (kit.solutions / "01_double_it" / "double_it.py").read_text("utf-8")
    by_heart = text.replace("return 2 * x", f"return {frozen}.get(x, 0)")
    first, second = grade("01_double_it", by_heart, "1.1").tasks[0].findings
    assert (first.status, second.status, second.code) == ("pass", "fail", "value.wrong")


def test_the_solution_at_fault_is_an_error_and_no_zero(grade, own_kit):
    path = own_kit.solutions / "01_double_it" / "double_it.py"
    text = path.read_text("utf-8")
    path.write_text(text.replace("return 2 * x", "return x.twice"), "utf-8")
    report = grade("01_double_it", text, own=own_kit)
    assert report.status == "error"
    assert said(report.tasks[1].findings) == [("values", "", "error", "grader.error", 0.0)]


def test_the_line_that_is_shown_is_the_one_that_was_read(grade, kit):
    """Not that of the notebook's JSON."""
    border = (
        "def add_border(picture):\n    return np.array(keras.ops.pad(picture, ((1, 1), (1, 1))))\n"
    )
    sources = ["import keras\nimport numpy as np", border]
    cells = [{"cell_type": "code", "source": source} for source in sources]
    report = grade("02_small_net", json.dumps({"cells": cells}), "2.2")
    (verdict, remark) = report.tasks[0].findings
    assert (verdict.status, remark.code) == ("pass", "remark.library")
    assert (remark.line, remark.data["source"]) == (
        7,
        "return np.array(keras.ops.pad(picture, ((1, 1), (1, 1))))",
    )
    assert [note.code for note in report.notes] == ["note.notebook"]
