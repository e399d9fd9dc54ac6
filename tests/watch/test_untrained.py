"""A quick report, with the checks that wait for a training, has all that the whole one has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.grade import Grader, Options
from grader.kit import Kit
from grader.watch.untrained import to_be_trained, with_untrained

KIT = Kit()


def checks(report):
    return {
        task.id: sorted((one.check, one.group, one.max_points, one.status) for one in task.findings)
        for task in report.exercises[0].tasks
    }


def graded(slug, effort):
    with Grader(KIT, Options(effort, seed=7)) as grader:
        return grader.grade(KIT.exercises, [(slug, None)])


@pytest.mark.parametrize("slug", KIT.slugs)
def test_of_what_nobody_began(slug):
    quick = with_untrained(graded(slug, "none"), KIT, "standard")
    assert checks(quick) == checks(graded(slug, "standard"))


def test_what_is_right_but_for_its_training_waits():
    quick = graded("07_same_or_valid", "none")
    tasks = [
        replace(task, findings=tuple(replace(one, status="pass") for one in task.findings))
        for task in quick.exercises[0].tasks
    ]
    right = replace(quick, exercises=(replace(quick.exercises[0], tasks=tuple(tasks)),))
    found = with_untrained(right, KIT, "standard").exercises[0].tasks
    assert {task.id: task.status for task in found} == {
        "7.1": "pass", "7.2": "pass", "7.3": "pass", "7.4": "blocked",
    }  # fmt: skip
    assert [one.code for one in found[3].findings if one.status == "blocked"] == ["accuracy.waits"]


TRAIN = """def train(model, data):
    (x, y), validation = data
    return model.fit(x, y, epochs=10, validation_data=validation, verbose=0)
"""


@pytest.mark.parametrize(
    ("train", "status", "code"),
    [
        ("", "todo", "todo"),
        (TRAIN, "blocked", "accuracy.waits"),
        (TRAIN.replace("fit(x", "fit((x"), "blocked", "blocked.same_cause"),
    ],
)
def test_a_task_that_is_only_trained_stands_there_too(tmp_path, train, status, code):
    folder = tmp_path / "10_first_cnn"
    folder.mkdir()
    stub = (KIT.exercises / folder.name / "first_cnn.py").read_text("utf-8")
    head, _, rest = stub.partition("def train(")
    text = head + train + rest[rest.index("\n\n\n") :] if train else stub
    (folder / "first_cnn.py").write_text(text, "utf-8")
    with Grader(KIT, Options("none", seed=7)) as grader:
        quick = grader.grade(tmp_path, [(folder.name, None)])
    found = with_untrained(quick, KIT, "standard")
    *_, last = found.exercises[0].tasks
    (finding,) = last.findings
    assert (last.id, last.max_points, finding.status, finding.code) == ("10.3", 3, status, code)
    assert to_be_trained(found) is (code == "accuracy.waits")
