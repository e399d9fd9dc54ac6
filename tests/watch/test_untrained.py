"""A quick report, with the checks that wait for a training, has all that the whole one has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.grade import Grader, Options
from grader.kit import Kit
from grader.watch.untrained import with_untrained

KIT = Kit()
ONLY_TRAINED = {"10.3"}
"""Tasks of which a quick report knows nothing."""


def checks(report):
    return {
        task.id: sorted((one.check, one.group, one.max_points, one.status) for one in task.findings)
        for task in report.exercises[0].tasks
        if task.id not in ONLY_TRAINED
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
